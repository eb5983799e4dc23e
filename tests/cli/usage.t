Words that are not understood: exit 2, a few lines on stderr, nothing on stdout.

  $ simulate --inhibit mTRC1 >out; echo "[$?]"; cat out
  error: unknown target 'mTRC1'
  hint: did you mean 'mTORC1'?
  [2]
  $ simulate --inhibit xyzzy
  error: unknown target 'xyzzy'
  hint: targets of this model: HER2, IGF1R, PI3K, Akt, mTORC1, mTORC1_S6K, mTORC1_4EBP1, mTORC2, MEK
  [2]
  $ simulate --drug everolimuss=20nM
  error: unknown drug 'everolimuss'
  hint: did you mean 'everolimus'?
  [2]
  $ simulate --drug rapamicin=1nM
  error: unknown drug 'rapamicin'
  hint: did you mean 'sirolimus'?
  [2]
  $ simulate --cell her2_sensitiv --inhibit mTORC1
  error: unknown cell 'her2_sensitiv'
  hint: did you mean 'her2_sensitive'?
  [2]
  $ simulate --variant receptor --inhibit mTORC1
  error: unknown variant 'receptor'
  hint: did you mean 'receptor_side'?
  [2]
  $ simulate --readout pAkt --inhibit mTORC1
  error: unknown readout 'pAkt'
  hint: did you mean 'pAkt_S473' or 'pAkt_T308'?
  [2]
  $ simulate --clamp S6K_IRS --inhibit mTORC1
  error: unknown feedback edge 'S6K_IRS'
  hint: did you mean 'S6K_IRS1' or 'S6K_IRS1_loss'?
  [2]
  $ simulate sweeep
  error: there is no verb 'sweeep'
  hint: did you mean 'sweep'?
  [2]
  $ simulate stedy
  error: there is no verb 'stedy'
  hint: did you mean 'steady'?
  [2]
  $ simulate --inhibitt mTORC1
  error: unknown option '--inhibitt'
  hint: did you mean '--inhibit'?
  [2]
  $ simulate --nonsense
  error: unknown option '--nonsense'
  hint: --help lists the options
  [2]
  $ simulate --inhibit
  error: --inhibit needs a value: --inhibit=TARGET[=F][@FROM..TO]
  [2]
  $ simulate --long=3 --inhibit mTORC1
  error: --long takes no value
  [2]
  $ simulate --inhibit mTORC1 word
  error: unexpected word 'word'
  hint: options begin with '--'; --help lists them
  [2]
  $ simulate list drug
  error: there is no list of 'drug'
  hint: did you mean 'drugs'?
  [2]
  $ simulate list drugs cells
  error: list takes one word, not 'cells' too
  [2]
  $ simulate check
  error: check needs a model file
  hint: simulate check FILE
  [2]
  $ simulate completion tcsh
  error: completion needs the name of a shell: bash, zsh or fish
  [2]
  $ simulate help nothing
  error: there is no verb 'nothing'
  hint: simulate --help lists the verbs
  [2]

Values out of range.

  $ simulate --inhibit mTORC1=1.5
  error: mTORC1=1.5: a fraction lies between 0 and 1
  hint: 50 % is written 0.5
  [2]
  $ simulate --inhibit mTORC1=nan
  error: mTORC1=nan: a fraction lies between 0 and 1
  hint: 50 % is written 0.5
  [2]
  $ simulate --inhibit mTORC1=-0.1
  error: mTORC1=-0.1: a fraction lies between 0 and 1
  hint: 50 % is written 0.5
  [2]
  $ simulate --inhibit mTORC1=half
  error: mTORC1=half: a fraction lies between 0 and 1
  hint: 50 % is written 0.5
  [2]
  $ simulate --drug everolimus=20
  error: everolimus=20: a dose needs its unit: everolimus=20nM (pM, nM, uM, mM)
  [2]
  $ simulate --drug everolimus=20ng
  error: everolimus=20ng: 'ng' is no unit of a dose (pM, nM, uM, mM)
  [2]
  $ simulate --drug everolimus=-1nM
  error: everolimus=-1nM: a dose is not negative
  [2]
  $ simulate --drug everolimus
  error: everolimus: a drug needs its dose: everolimus=20nM (pM, nM, uM, mM)
  [2]
  $ simulate --inhibit mTORC1@48h..24h
  error: mTORC1@48h..24h: the window ends (24 h) before it begins (48 h)
  [2]
  $ simulate --inhibit mTORC1@1h..1h
  error: mTORC1@1h..1h: the window ends when it begins (1 h)
  [2]
  $ simulate --inhibit mTORC1@5parsec
  error: mTORC1@5parsec: 'parsec' is no unit of time (s, min, h, d)
  [2]
  $ simulate --inhibit mTORC1@72h
  error: mTORC1@72h: begins at 72 h, when the run is over (48 h)
  hint: let the run last longer: --for 96h
  [2]
  $ simulate --inhibit mTORC1 --for -1h
  error: --for=-1h: a duration is greater than 0
  [2]
  $ simulate --inhibit mTORC1 --for 48
  error: 48: a time needs its unit: 48h (s, min, h, d)
  [2]
  $ simulate --inhibit mTORC1 --for 0h
  error: --for=0h: a duration is greater than 0
  [2]
  $ simulate --inhibit mTORC1 --for 1h2
  error: 1h2: 'h2' is no unit of time (s, min, h, d)
  [2]
  $ simulate --inhibit mTORC1 --rtol 0
  error: --rtol takes a number greater than 0 and less than 1, not '0'
  [2]
  $ simulate --inhibit mTORC1 --rtol 1
  error: --rtol takes a number greater than 0 and less than 1, not '1'
  [2]
  $ simulate --inhibit mTORC1 --rtol nan
  error: --rtol takes a number greater than 0 and less than 1, not 'nan'
  [2]
  $ simulate --inhibit mTORC1 --atol -1
  error: --atol takes a number greater than 0, not '-1'
  [2]
  $ simulate --inhibit mTORC1 --points 1
  error: --points takes a whole number from 2 to 10000000, not '1'
  [2]
  $ simulate --inhibit mTORC1 --points 1e9
  error: --points takes a whole number from 2 to 10000000, not '1e9'
  [2]
  $ simulate --inhibit mTORC1 --points 2.5
  error: --points takes a whole number from 2 to 10000000, not '2.5'
  [2]
  $ simulate --inhibit mTORC1 --method bdf
  error: unknown method 'bdf'
  hint: did you mean 'msbdf'?
  [2]
  $ simulate --inhibit mTORC1 --format xls
  error: --format takes one of csv, tsv, md, json, not 'xls'
  [2]
  $ simulate --inhibit mTORC1 --time-limit 10
  error: --time-limit=10 is no time on the clock greater than 0: write a number and one of s, min, h, d
  [2]
  $ simulate --inhibit mTORC1 --equilibrate --no-equilibrate
  error: --equilibrate and --no-equilibrate exclude each other
  [2]
  $ simulate --inhibit mTORC1 --readout ,
  error: --readout has no name
  [2]

Windows of one name that overlap, both shown.

  $ simulate --inhibit mTORC1@0..24h --inhibit mTORC1=0.5@12h..30h
  error: 'mTORC1@0..24h' and 'mTORC1=0.5@12h..30h' overlap: both set 'inhibit_mTORC1'
  hint: let one end before the other begins: @0..6h and @6h..24h
  [2]
  $ simulate --drug everolimus=20nM --drug RAD001=5nM@24h
  error: 'everolimus=20nM' and 'RAD001=5nM@24h' overlap: both set 'drug_everolimus'
  hint: let one end before the other begins: @0..6h and @6h..24h
  [2]
  $ simulate --set IGF=0 --set IGF=1
  error: 'IGF=0' and 'IGF=1' both give 'IGF' its value before time 0
  [2]

What cannot be set.

  $ simulate --set readout_pS6K=1
  error: 'readout_pS6K' follows its rule and cannot be set
  [2]
  $ simulate --set nothing=1
  error: unknown parameter 'nothing'
  hint: the text of the model has them all
  [2]
  $ simulate --set IGF
  error: IGF: a set needs its value: IGF=1
  [2]
  $ simulate --set IGF=many
  error: IGF=many: 'many' is no number
  [2]
  $ simulate --set IRS1=0.5@1h..2h
  error: IRS1=0.5@1h..2h: 'IRS1' moves by itself: it can be set at a time, not held over a window
  hint: write the time of the step alone, as in IRS1=0.5@1h
  [2]
  $ simulate --background "drug trastuzumab=68nM@1h"
  error: trastuzumab=68nM@1h: a background takes no time: it holds before time 0 and ever after
  [2]
  $ simulate --background "dose trastuzumab=68nM"
  error: dose trastuzumab=68nM: an item of a background begins with drug, inhibit, set or cut
  hint: as in "drug trastuzumab=68nM, set IGF=0"
  [2]

The beginning of an option will do, but not where another verb has an option of that name.

  $ simulate steady --eigen --form md --cell her2_normal | head -2
  | real (1/min) | imaginary (1/min) | time constant (h) |
  | ---: | ---: | ---: |
  $ simulate --at 3h
  error: unknown option '--at'
  hint: --at is an option of compare, explain, loops, show, draw and discriminate; write --atol in full
  [2]
  $ simulate steady --for=48h
  error: unknown option '--for'
  hint: --for is an option of simulate without a verb, compare, explain, loops, show, draw, discriminate, dose, find, sensitivity and sweep; write --format in full
  [2]
  $ simulate sweep --pairs all
  error: unknown option '--pairs'
  hint: --pairs is an option of compare
  [2]

A verb that takes one cell does not drop another; of other options the last one counts.

  $ simulate steady --cell her2_normal --cell her2_sensitive
  error: --cell is given twice, her2_normal and her2_sensitive, and takes one here
  [2]
  $ simulate --inhibit mTORC1 --variant translation_side --variant receptor_side
  error: --variant is given twice, translation_side and receptor_side, and takes one here
  [2]
  $ simulate --inhibit mTORC1 --points 9 --points 3 --readout pAkt_S473 --format csv | wc -l
  4
