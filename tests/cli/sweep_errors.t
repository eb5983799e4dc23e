What cannot be varied: exit 2, nothing on stdout, no file left behind.

  $ bad() { simulate sweep "$@" >out; echo "[$?]"; cat out; }
  $ bad
  error: grid: nothing varies
  hint: add --vary name=lo..hi
  [2]
  $ bad --vary nothing=0..1
  error: unknown parameter 'nothing'
  hint: the text of the model has them all
  [2]
  $ bad --vary everolimuss=0..1nM
  error: unknown parameter 'everolimuss'
  hint: did you mean 'everolimus' or 'K_everolimus'?
  [2]
  $ bad --vary readout_pS6K=0..1
  error: 'readout_pS6K' follows its rule and cannot be set
  [2]
  $ bad --vary IGF
  error: IGF: a grid needs a range: IGF=lo..hi
  [2]
  $ bad --vary IGF=1..1
  error: IGF=1..1: the range is empty: both ends are 1
  hint: one value for all points is --set IGF=1
  [2]
  $ bad --vary everolimus=2..1nM
  error: everolimus=2..1nM: the range ends (1) below its beginning (2)
  hint: write everolimus=1..2nM
  [2]
  $ bad --vary everolimus=0..1nM:log
  error: everolimus=0..1nM:log: a logarithmic range begins above 0, not at 0
  hint: begin at the smallest value that matters, or write :lin
  [2]
  $ bad --vary IGF=-1..1:log
  error: IGF=-1..1:log: a logarithmic range begins above 0, not at -1
  hint: begin at the smallest value that matters, or write :lin
  [2]
  $ bad --vary everolimus=0..1
  error: everolimus=0..1: a dose needs its unit: everolimus=0..1nM (pM, nM, uM, mM)
  [2]
  $ bad --vary everolimus=0..1parsec
  error: everolimus=0..1parsec: 'parsec' is no unit of a dose (pM, nM, uM, mM)
  [2]
  $ bad --vary everolimus=-1..1nM
  error: everolimus=-1..1nM: a dose is not negative
  [2]
  $ bad --vary inhibit_mTORC1=0..1.5
  error: inhibit_mTORC1=0..1.5: a fraction lies between 0 and 1
  hint: 50 % is written 0.5
  [2]
  $ bad --vary IGF=a..b
  error: IGF=a..b: 'b' is no number
  [2]
  $ bad --vary IGF=0...1:3
  error: IGF=0...1:3: two dots stand between the ends of a range
  hint: write IGF=0..1:3, or IGF=0..0.1:3
  [2]
  $ bad --vary everolimus=1....10nM:log
  error: everolimus=1....10nM:log: two dots stand between the ends of a range
  hint: write everolimus=1..10nM:log, or everolimus=1..0.10nM:log
  [2]
  $ bad --vary IGF=0..1:cubic
  error: IGF=0..1:cubic: 'cubic' is neither lin, log nor a number of levels
  [2]
  $ bad --vary IGF=0..1:0
  error: IGF=0..1:0: the number of levels is a whole number from 1 on, not 0
  [2]
  $ bad --vary IGF=0..1:1e18
  error: IGF=0..1:1e18: n = 1e18 levels: a sweep has at most 1e12 points
  [2]
  $ bad --vary IGF=0..1:1000000 --vary k_S65=1..2:10000000
  error: n = 1e+13 points: a sweep has at most 1e12
  hint: fewer levels (--vary name=lo..hi:5), or a design of so many points as you like: --design sobol:4096
  [2]
  $ bad --vary IGF=0..1 --vary IGF=2..3
  error: 'IGF' varies twice: IGF=0..1 and IGF=2..3
  [2]
  $ bad --vary IGF=0..1 --set IGF=2
  error: 'IGF' is varied (IGF=0..1), and set too (IGF=2)
  [2]
  $ bad --vary everolimus=0..1nM --drug RAD001=2nM
  error: 'drug_everolimus' is varied (everolimus=0..1nM), and set too (RAD001=2nM)
  [2]

Cells that are not there.

  $ bad --vary cell=her2_sensitiv
  error: unknown cell 'her2_sensitiv'
  hint: did you mean 'her2_sensitive'?
  [2]
  $ bad --vary cell=her2_sensitive,her2_sensitive
  error: cell=her2_sensitive,her2_sensitive: the cell 'her2_sensitive' stands twice
  [2]
  $ bad --vary cell=all --cell her2_sensitive
  error: the cell is varied (cell=all), and chosen too ('her2_sensitive')
  [2]
  $ printf "x' = -k*x\nx = 1; k = 1\n" >plain.ant
  $ bad --model plain.ant --vary cell=all
  error: cell=all: this model has no table of cells (<model>.cells.tsv beside it)
  [2]
  $ bad --model relay --vary cell=all
  error: cell=all: this model has no table of cells (<model>.cells.tsv beside it); 'cell' is its compartment
  hint: that varies as --vary cell=LO..HI
  [2]

Designs.

  $ bad --vary IGF=0..1 --design spiral
  error: unknown design 'spiral'
  hint: a design is grid, lhs:1000, sobol:4096 or a file with one row a point (points.tsv, points.csv)
  [2]
  $ bad --vary IGF=0..1 --design lhs:0
  error: lhs:0: the number of points is a whole number from 1 on
  [2]
  $ bad --vary IGF=0..1 --design sobol:1e18
  error: sobol:1e18: n = 1e18 points: a sweep has at most 1e12
  [2]
  $ bad --vary IGF=0..1:5 --design sobol:16
  error: IGF=0..1:5: sobol has no levels: leave out ':5'
  [2]
  $ bad --vary IGF=0..1 --design nowhere.tsv
  error: cannot read 'nowhere.tsv': No such file or directory
  hint: check the spelling; a relative path starts at the present folder
  [2]
  $ printf 'IGF\tNOPE\n1\t2\n' >names.tsv
  $ bad --design names.tsv
  error: names.tsv: column 'NOPE' is no parameter, drug or target of the model
  [2]
  $ printf 'IGF\n1\n2\n' >short.tsv
  $ bad --design short.tsv --vary k_S65
  error: short.tsv: there is no column 'k_S65'
  hint: add the column, or give its range: --vary k_S65=lo..hi
  [2]
  $ printf 'IGF\n1\ntwo\n' >words.tsv
  $ bad --design words.tsv
  error: words.tsv: row 2 of the column 'IGF': 'two' is not a number
  [2]
  $ printf 'IGF\tcell\n1\ther3\n' >cells.tsv
  $ bad --design cells.tsv
  error: cells.tsv: row 1 of the column 'cell': unknown cell 'her3'
  hint: `simulate list cells` shows all 7
  [2]
  $ printf 'IGF\n' >empty.tsv
  $ bad --design empty.tsv
  error: empty.tsv: there are no rows below the header: one row is one point
  [2]

Readouts.

  $ bad --vary IGF=0..1 --readout pAkt
  error: unknown readout 'pAkt'
  hint: did you mean 'pAkt_S473' or 'pAkt_T308'?
  [2]
  $ bad --vary IGF=0..1 --readout pS6K@72h
  error: pS6K@72h: the run is over before, at 48 h
  hint: let the run last longer: --for 72h
  [2]
  $ bad --vary IGF=0..1 --readout pS6K@24
  error: 24: a time needs its unit: 24h (s, min, h, d)
  hint: write pS6K@24h
  [2]
  $ bad --vary IGF=0..1 --readout median:pS6K
  error: median:pS6K: 'median' is none of the prefixes level, fold, max, min, auc, time-to-max
  hint: without a prefix it is the value: pS6K
  [2]
  $ bad --vary IGF=0..1 --readout all@24h
  error: 'all' is more than one readout
  hint: name each of them; `simulate list readouts` shows them
  [2]
  $ bad --vary IGF=0..1 --readout ,
  error: --readout has no name
  [2]

A fold has an untreated level that it is a fold of.

  $ bad --vary PTEN=0..1:2 --readout pS6K,fold:pS6K
  error: fold:pS6K: no treatment is given, and the runs do not begin at rest: there is no untreated level to compare with
  hint: give a treatment (--drug, --inhibit, or vary a dose), or begin at rest: --equilibrate
  [2]
  $ bad --vary PTEN=0..1:2 --readout fold:pS6K@24h --set IGF=2 --cut S6K_Rictor
  error: fold:pS6K@24h: no treatment is given, and the runs do not begin at rest: there is no untreated level to compare with
  hint: give a treatment (--drug, --inhibit, or vary a dose), or begin at rest: --equilibrate
  [2]

Other options.

  $ bad --vary IGF=0..1 --method bdf
  error: unknown method 'bdf'
  hint: did you mean 'msbdf'?
  [2]
  $ bad --vary IGF=0..1 --threads 0
  error: --threads takes a whole number from 1 to 1024, not '0'
  [2]
  $ bad --vary IGF=0..1 --kernel wasm
  error: --kernel takes one of auto, native, tape, not 'wasm'
  [2]
  $ bad --vary IGF=0..1 --time-limit 10
  error: --time-limit=10 is no time on the clock greater than 0: write a number and one of s, min, h, d
  [2]
  $ bad --vary IGF=0..1 --equilibrate --no-equilibrate
  error: --equilibrate and --no-equilibrate exclude each other
  [2]
  $ bad --vary IGF=0..1 --for 0h
  error: --for=0h: a duration is greater than 0
  [2]
  $ bad --vary IGF=0..1 --drug everolimus=1nM@72h
  error: everolimus=1nM@72h: begins at 72 h, when the run is over (48 h)
  hint: let the run last longer: --for 96h
  [2]
  $ bad --vary IGF=0..1 --seed -1
  error: --seed takes a whole number from 0 to 9007199254740991, not '-1'
  [2]
  $ bad IGF=0..1
  error: unexpected word 'IGF=0..1'
  hint: options begin with '--'; --help lists them
  [2]

Shards.

  $ bad --vary IGF=0..1 --output f.csv --shard 5/4
  error: --shard=5/4: the shards are numbered from 1 to 4
  [2]
  $ bad --vary IGF=0..1 --output f.csv --shard 0/4
  error: --shard=0/4: the shards are numbered from 1 to 4
  [2]
  $ bad --vary IGF=0..1 --output f.csv --shard a/b
  error: --shard=a/b: write which shard of how many, as in --shard=3/64
  [2]
  $ bad --vary IGF=0..1 --output f.csv --shard 3
  error: --shard=3: write which shard of how many, as in --shard=3/64
  [2]
  $ bad --vary IGF=0..1 --output f.csv --shard 1/2x
  error: --shard=1/2x: write which shard of how many, as in --shard=3/64
  [2]
  $ bad --vary IGF=0..1 --output f.csv --shard 1/0
  error: --shard=1/0: a sweep has from 1 to 1000000 shards
  [2]
  $ bad --vary IGF=0..1 --output f.csv --shard 1/99999999999999999999
  error: --shard=1/99999999999999999999: a sweep has from 1 to 1000000 shards
  [2]
  $ bad --vary IGF=0..1 --shard 1/2
  error: --shard needs --output FILE: the shard is written beside it
  [2]

Where the table goes.

  $ bad --vary IGF=0..1 --resume
  error: --resume needs --output FILE: beside it stands what is done
  [2]
  $ bad --vary IGF=0..1 --output - --resume
  error: --resume needs --output FILE: beside it stands what is done
  [2]
  $ bad --vary IGF=0..1 --output same --provenance same
  error: --output and --provenance both write 'same'
  [2]
  $ bad --vary IGF=0..1 --output nowhere/f.csv
  error: cannot write 'nowhere/f.csv': No such file or directory
  hint: make the folder 'nowhere' first
  [1]
  $ mkdir folder
  $ bad --vary IGF=0..1 --output folder
  error: cannot write 'folder': Is a directory
  hint: give the name of a file in it
  [1]
  $ bad --vary IGF=0..1 --provenance nowhere/p.json
  error: cannot write 'nowhere/p.json': No such file or directory
  hint: make the folder 'nowhere' first
  [1]
  $ bad --vary IGF=0..1:2 --readout pS6K --output /dev/full
  error: cannot write '/dev/full': No space left on device
  hint: make room, or write to another disk
  [1]
  $ simulate sweep --vary IGF=0..1:2 --readout pS6K >/dev/full
  error: cannot write to standard output: No space left on device
  hint: make room, or write to another disk
  [1]
  $ ls -A
  cells.tsv
  empty.tsv
  folder
  names.tsv
  out
  plain.ant
  short.tsv
  words.tsv

A folder that takes no files: standard output needs none.

  $ as_user() { if [ "$(id -u)" -eq 0 ]; then setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; else "$@"; fi; }
  $ mkdir closed && chmod 555 closed && cd closed
  $ as_user simulate sweep --vary IGF=0..1:2 --readout pS6K | wc -l
  3
  $ as_user simulate sweep --vary IGF=0..1:2 --readout pS6K --output f.csv
  error: cannot write 'f.csv': Permission denied
  hint: choose another place, or ask for the right to write in this folder and to this file
  [1]
  $ as_user simulate sweep --vary IGF=0..1:2 --readout pS6K --output f.csv --shard 1/2
  error: cannot make 'f.csv.shard-1-of-2': Permission denied
  hint: choose another place, or ask for the right to write there
  [1]
  $ cd ..; chmod 755 closed; ls -A closed

What an earlier end has left. A word changed in the model, another table of cells, another design.

  $ cp "$TESTDIR/../../models/negative-feedback.ant" own.ant
  $ S="--model own.ant --vary inhibit_kinaseB=0..1:40 --for 2h --readout pA"
  $ simulate sweep $S --output f.csv --shard 1/2
  $ simulate sweep $S --output f.csv --shard 1/2
  error: 'f.csv.shard-1-of-2' is there already: 20 of its 20 points are done
  hint: go on with it by --resume, or remove it to begin anew
  [2]
  $ simulate sweep $S --output f.csv --shard 1/2 --resume
  $ simulate sweep $S --rtol 1e-7 --output f.csv --shard 1/2 --resume
  error: 'f.csv.shard-1-of-2' belongs to another sweep: 'run' differs
  note: in the file: for=120 equilibrate=if treated method=rodas rtol=1e-06 atol=rule max-steps=100000
  note: asked for: for=120 equilibrate=if treated method=rodas rtol=1e-07 atol=rule max-steps=100000
  hint: give the same --for, --equilibrate, --no-equilibrate, --method, --rtol, --atol and --max-steps, or remove the file and begin anew
  [2]
  $ simulate sweep $S --method rodas --output f.csv --shard 1/2 --resume
  $ simulate sweep $S --method msbdf --output f.csv --shard 1/2 --resume
  error: 'f.csv.shard-1-of-2' belongs to another sweep: 'run' differs
  note: in the file: for=120 equilibrate=if treated method=rodas rtol=1e-06 atol=rule max-steps=100000
  note: asked for: for=120 equilibrate=if treated method=msbdf rtol=1e-06 atol=rule max-steps=100000
  hint: give the same --for, --equilibrate, --no-equilibrate, --method, --rtol, --atol and --max-steps, or remove the file and begin anew
  [2]
  $ simulate sweep $S --readout pB --output f.csv --shard 1/2 --resume
  error: 'f.csv.shard-1-of-2' belongs to another sweep: 'readouts' differs
  note: in the file: pA
  note: asked for: pA, pB
  hint: give the same --readout, or remove the file and begin anew
  [2]
  $ simulate sweep --model own.ant --vary inhibit_kinaseB=0..0.5:40 --for 2h --readout pA --output f.csv --shard 1/2 --resume
  error: 'f.csv.shard-1-of-2' belongs to another sweep: 'design' differs
  note: in the file: grid inhibit_kinaseB=0..1:lin:40
  note: asked for: grid inhibit_kinaseB=0..0.5:lin:40
  hint: give the same --vary, --design and --seed, or remove the file and begin anew
  [2]
  $ simulate sweep $S --drug Binib=10nM --output f.csv --shard 1/2 --resume
  error: 'f.csv.shard-1-of-2' belongs to another sweep: 'treatment' differs
  note: in the file: none
  note: asked for: drug_Binib=10@0..inf
  hint: give the same --drug, --inhibit, --set, --clamp, --cut and --background, or remove the file and begin anew
  [2]
  $ mv f.csv.shard-1-of-2 f.csv.shard-2-of-2
  $ simulate sweep $S --output f.csv --shard 2/2 --resume
  error: 'f.csv.shard-2-of-2' holds the points 0 to 19 of 40, not the points 20 to 39
  hint: give the same --shard, or begin anew without --resume
  [2]
  $ mv f.csv.shard-2-of-2 f.csv.shard-1-of-2
  $ sed -i 's/invented/made up/' own.ant
  $ simulate sweep $S --output f.csv --shard 1/2 --resume 2>&1 | sed 's/sha256 [0-9a-f]*/sha256 .../'
  error: 'f.csv.shard-1-of-2' belongs to another sweep: 'model' differs
  note: in the file: sha256 ...
  note: asked for: sha256 ...
  hint: the text of the model has changed: put it back, or remove the file and begin anew
  $ mv f.csv.shard-1-of-2 f.csv.partial
  $ simulate sweep $S --output f.csv
  error: 'f.csv.partial' is there already: 20 of its 20 points are done
  hint: go on with it by --resume, or remove it to begin anew
  [2]
  $ rm f.csv.partial; : >f.csv
  $ simulate sweep $S --output f.csv --resume
  error: nothing to resume: 'f.csv' is there, and no 'f.csv.partial'
  hint: if 'f.csv' is this sweep's, it is complete; to sweep anew leave out --resume
  [2]
  $ printf 'time,A\n' >f.csv.partial
  $ simulate sweep $S --output f.csv --resume
  error: 'f.csv.partial' is no file of results of a sweep
  hint: give the name of another file
  [1]
  $ simulate sweep $S --output f.csv
  error: 'f.csv.partial' is no file of results of a sweep
  hint: give the name of another file
  [1]
  $ cat f.csv

A sweep that another run is at work on.

  $ T="--design sobol:10000000 --vary IGF=0..2 --inhibit mTORC1 --readout pS6K --output two.csv"
  $ simulate sweep $T 2>/dev/null & while [ ! -s two.csv.partial ]; do sleep 0.1; done
  $ simulate sweep $T
  error: another run is at work on 'two.csv.partial'
  hint: wait for its end, or stop it first
  [1]
  $ simulate sweep $T --resume
  error: another run is at work on 'two.csv.partial'
  hint: wait for its end, or stop it first
  [1]
  $ kill $!; wait $!
  [130]
  $ rm two.csv.partial

More points than the memory or the disk has room for.

  $ ASAN_OPTIONS=allocator_may_return_null=1 simulate sweep --vary IGF=0..1 --design sobol:1e12 --inhibit mTORC1 --readout pS6K --output huge.csv 2>&1 | grep -c '1e+12 points take\|1000000000000 points take'
  1
  $ ls huge.csv* 2>/dev/null
  [2]
