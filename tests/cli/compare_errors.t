What cannot be compared: exit 2, nothing on stdout, no file left behind.

  $ bad() { simulate "$@" >out; echo "[$?]"; cat out; }

Treatments: the place in the text.

  $ bad compare --treat "drug everolimus=20"
  error: everolimus=20: a dose needs its unit: everolimus=20nM (pM, nM, uM, mM)
  --treat:1:1: note: here
      1 | drug everolimus=20
        | ^~~~~~~~~~~~~~~~~~
  [2]
  $ bad compare --treat "both: drug everolimus=20nM, MK2206=1mM, clamp S6K_Rictr"
  error: unknown feedback edge 'S6K_Rictr'
  hint: did you mean 'S6K_Rictor'?
  --treat:1:35: note: here
      1 | drug everolimus=20nM, MK2206=1mM, clamp S6K_Rictr
        |                                   ^~~~~~~~~~~~~~~
  [2]
  $ bad compare --treat "everolimus=20nM"
  error: everolimus=20nM: an item of a treatment begins with drug, inhibit, set, clamp, cut or variant
  hint: as in "drug everolimus=20nM, clamp S6K_Rictor"
  --treat:1:1: note: here
      1 | everolimus=20nM
        | ^~~~~~~~~~~~~~~
  [2]
  $ bad compare --treat "drug everolimus=20nM: clamp S6K_Rictor"
  error: drug everolimus=20nM: clamp S6K_Rictor: 'drug everolimus=20nM' is no name: it begins as an item does
  hint: put ',' between items, or begin the name otherwise
  [2]
  $ bad compare --treat "drug everolimus=20nM" --treat "drug RAD001=20nM"
  error: two treatments are called 'everolimus 20 nM'
  hint: give one another name: "name: drug RAD001=20nM"
  [2]
  $ bad compare --treat ""
  error: the treatment is empty
  hint: as in "drug everolimus=20nM, clamp S6K_Rictor"; "none" is nothing done
  [2]
  $ bad compare --treat "drug everolimus=20nM@50h.."
  error: everolimus=20nM@50h..: begins at 50 h, when the run is over (48 h)
  hint: let the run last longer: --for 72h
  [2]
  $ bad compare --drug everolimus=1nM --treat "drug everolimus=20nM"
  error: 'everolimus=1nM' and 'everolimus=20nM' overlap: both set 'drug_everolimus'
  hint: let one end before the other begins: @0..6h and @6h..24h
  --treat:1:1: note: here
      1 | drug everolimus=20nM
        | ^~~~~~~~~~~~~~~~~~~~
  [2]
  $ bad compare --variant receptor_side --treat "variant mtorc2_side, drug everolimus=20nM"
  error: a second variant 'mtorc2_side': the first is 'receptor_side'
  --treat:1:1: note: here
      1 | variant mtorc2_side, drug everolimus=20nM
        | ^~~~~~~~~~~~~~~~~~~
  [2]
  $ bad compare --model relay
  error: this model has no table of treatments
  hint: name them with --treat "drug NAME=DOSE", or put a <model>.treatments.tsv beside the model
  [2]

Cells, variants, times, readouts.

  $ bad compare --cell her2_sensitiv
  error: unknown cell 'her2_sensitiv'
  hint: did you mean 'her2_sensitive'?
  [2]
  $ bad compare --cell her2_sensitive,her2_sensitive
  error: --cell: 'her2_sensitive' is named twice
  [2]
  $ bad compare --cell all --cell her2_normal
  error: --cell: 'her2_normal' is named twice
  [2]
  $ bad compare --cell ,
  error: --cell has no name
  [2]
  $ bad compare --variant none
  error: unknown variant 'none'
  hint: variants of this model: mtorc2_side, receptor_side
  [2]
  $ bad compare --model relay --variant all --treat "inhibit source"
  error: unknown variant 'all'
  hint: this model has no table of variants (<model>.variants.tsv beside it)
  [2]
  $ bad compare --at 72h
  error: --at=72h: the run is over before, at 48 h
  hint: let the run last longer: --for 72h
  [2]
  $ bad compare --at 1
  error: 1: a time needs its unit: 1h (s, min, h, d)
  [2]
  $ bad compare --at "1h to 2h"
  error: --at=1h to 2h: ' to 2h' behind the time is not understood
  hint: times are written with ',' between them: 1h,8h,24h
  [2]
  $ bad compare --at ,
  error: --at=,: there is no time
  [2]
  $ bad compare --at 1h,2h,3h,4h,5h,6h,7h,8h,9h,10h,11h,12h,13h
  error: --at=1h,2h,3h,4h,5h,6h,7h,8h,9h,10h,11h,12h,13h: at most 12 times
  [2]
  $ bad compare --readout pAkt_S47
  error: unknown readout 'pAkt_S47'
  hint: did you mean 'pAkt_S473'?
  [2]
  $ bad compare --equilibrate --no-equilibrate
  error: --equilibrate and --no-equilibrate exclude each other
  [2]
  $ bad compare --members
  error: --members is for an ensemble, and there is none
  hint: add --ensemble FILE, a table of parameter sets
  [2]
  $ bad compare --ensemble nowhere.tsv
  error: cannot read 'nowhere.tsv': No such file or directory
  hint: check the spelling; a relative path starts at the present folder
  [2]
  $ bad compare --caption
  error: --caption is a line below a picture, and none is drawn
  hint: add --plot FILE.svg; --methods gives a paragraph without
  [2]
  $ bad compare --output models.csv --plot models.csv
  error: cannot plot to 'models.csv': the ending says which format
  hint: use .svg, .png or .pdf
  [2]
  $ bad compare --output nowhere/a.csv
  error: cannot write 'nowhere/a.csv': No such file or directory
  hint: make the folder 'nowhere' first
  [1]
  $ bad compare unexpected
  error: unexpected word 'unexpected'
  hint: options begin with '--'; --help lists them
  [2]

Pairs.

  $ bad compare --rank pAkt_S473
  error: --rank needs --pairs
  hint: --pairs all ranks all pairs of drugs
  [2]
  $ bad compare --limit "pAkt_S473<1"
  error: --limit needs --pairs
  hint: --pairs all ranks all pairs of drugs
  [2]
  $ bad compare --top 3
  error: --top needs --pairs
  hint: --pairs all ranks all pairs of drugs
  [2]
  $ bad compare --order highest
  error: --order needs --pairs
  hint: --pairs all ranks all pairs of drugs
  [2]
  $ bad compare --pairs some
  error: --pairs takes one of all, treats, not 'some'
  [2]
  $ bad compare --pairs all --treat "drug everolimus=20nM"
  error: --pairs all takes the drugs of the model's table, not --treat
  hint: write --pairs treats
  [2]
  $ bad compare --pairs all --readout pS6K
  error: --readout has no place beside --pairs
  hint: --rank says what is read, and when
  [2]
  $ bad compare --pairs all --at 24h
  error: --at has no place beside --pairs
  hint: --rank says what is read, and when
  [2]
  $ bad compare --pairs treats --treat "drug everolimus=20nM"
  error: pairs need two treatments or more, not 1
  [2]
  $ bad compare --pairs treats --treat "a: drug everolimus=20nM" --treat "b: drug everolimus=1nM"
  error: no two of the treatments can be given together: each pair sets something twice
  [2]
  $ bad compare --pairs all --rank nothing@24h
  error: unknown readout 'nothing'
  hint: `simulate list readouts` shows all 20
  [2]
  $ bad compare --pairs all --rank pS6K@72h
  error: pS6K@72h: the run is over before, at 48 h
  hint: let the run last longer: --for 72h
  [2]
  $ bad compare --pairs all --limit "pERK@24h"
  error: pERK@24h: a limit compares a measure with a number
  hint: as in "fold:pERK@24h<2"
  [2]
  $ bad compare --pairs all --limit "pERK@24h=2"
  error: pERK@24h=2: '=' is none of <, <=, >, >=
  hint: as in "fold:pERK@24h<2"
  [2]
  $ bad compare --pairs all --limit "pERK@24h=<2"
  error: pERK@24h=<2: '=<' is none of <, <=, >, >=
  hint: as in "fold:pERK@24h<2"
  [2]
  $ bad compare --pairs all --limit "pERK@24h<two"
  error: pERK@24h<two: 'two' is no number
  [2]
  $ bad compare --pairs all --limit "time-to-max:pERK<2"
  error: 2: a time needs its unit: 2h (s, min, h, d)
  [2]
  $ bad compare --model relay --pairs all
  error: --pairs all needs two drugs with a dose in the model's table of drugs, and it has 0
  hint: add a column dose, or name treatments: --pairs treats --treat ... --treat ...
  [2]
  $ bad compare --pairs all --cell all --plot a.svg
  error: the plot of a ranking is of one cell and variant, and there are 7
  [2]

A run that fails: exit 1.

  $ bad compare --treat "drug everolimus=20nM" --max-steps 20 2>&1 | cut -c 1-70
  error: everolimus 20 nM from 0 h: integration stopped at t = 85.5522 m
  [1]

One way of saying which cells, how long, and what is kept.

  $ simulate compare --cell all,her2_normal
  error: --cell: 'all' names every one, and there is another name beside it
  [2]
  $ simulate compare --variant all --variant receptor_side
  error: --variant: 'receptor_side' is named twice
  [2]
  $ simulate --cell all --inhibit mTORC1
  error: --cell=all: one cell at a time is run here
  hint: compare, explain, discriminate, dose, find and sensitivity take several; so does sweep, by --vary cell=all
  [2]
  $ simulate steady --variant all
  error: --variant=all: one variant at a time is run here
  hint: compare, explain, discriminate, dose, find and sensitivity take several
  [2]
  $ simulate compare --time-limit 1ms
  error: the time limit of 0.001 s was reached before all runs were done
  hint: allow more with --time-limit, or ask for less
  [1]
  $ simulate explain --inhibit mTORC1 --time-limit 1ms
  error: the time limit of 0.001 s was reached before all runs were done
  hint: allow more with --time-limit, or ask for less
  [1]
  $ simulate discriminate --time-limit 3
  error: --time-limit=3 is no time on the clock greater than 0: write a number and one of s, min, h, d
  [2]
  $ simulate compare --output x.csv --provenance x.csv
  error: --output and --provenance both write 'x.csv'
  [2]
  $ simulate explain --inhibit mTORC1 --provenance nowhere/p.json
  error: cannot write 'nowhere/p.json': No such file or directory
  hint: make the folder 'nowhere' first
  [1]
