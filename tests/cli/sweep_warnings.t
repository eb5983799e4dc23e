What a single run warns of, a sweep warns of too: once, not at each point.

Runs that begin away from rest.

  $ tell() { simulate sweep "$@" 2>&1 >/dev/null; }
  $ simulate --set PTEN=0.5 --readout pS6K 2>&1 >/dev/null
  warning: the run starts from the file's values, which are not at rest with what was set or cut
  hint: --equilibrate brings the network to rest first
  $ tell --vary PTEN=0..1:5 --readout pS6K
  warning: the runs start from the file's values, which are not at rest at every point
  hint: --equilibrate brings the network to rest first
  $ tell --vary cell=all --readout pS6K
  warning: the runs start from the file's values, which are not at rest at every point
  hint: --equilibrate brings the network to rest first
  $ tell --vary pS6K=0..1:3 --cell her2_normal --readout pERK
  warning: the runs start from the file's values, which are not at rest at every point
  hint: --equilibrate brings the network to rest first
  $ tell --vary PTEN=0..1:5 --readout pS6K --dry-run
  warning: the runs start from the file's values, which are not at rest at every point
  hint: --equilibrate brings the network to rest first

None of these does: at rest, treated, nothing that moves, starting values alone.

  $ tell --vary PTEN=0..1:5 --readout pS6K --equilibrate
  $ tell --vary PTEN=0..1:5 --readout pS6K --drug everolimus=1nM
  $ tell --vary cell=her2_resistant_pten --readout pS6K
  $ tell --vary K_everolimus=0.1..1:3 --readout pS6K
  $ tell --vary pS6K=0..1:3 --readout pERK

Starting values that the rest undoes: those that vary, and those that are set.

  $ simulate --set pS6K=1 --drug everolimus=20nM --readout pS6K 2>&1 >/dev/null
  warning: 'pS6K' was set to 1 and is 0.251 at rest: a starting value does not hold
  hint: set what makes it, or, in a run, set it after the rest: --set pS6K=1@0
  $ tell --vary pS6K=0..1:3 --drug everolimus=20nM --readout pS6K
  warning: 'pS6K' varies as a starting value and does not hold through the rest: a start at 0 is 0.251 at rest
  hint: vary what makes it; with --no-equilibrate the runs begin at the value that varies
  $ tell --vary pS6K=0.2511..1:3 --vary everolimus=1..2nM:2 --readout pS6K
  warning: 'pS6K' varies as a starting value and does not hold through the rest: a start at 0.626 is 0.251 at rest
  hint: vary what makes it; with --no-equilibrate the runs begin at the value that varies
  $ tell --vary IGF=0.3..0.31:3 --set pS6K=1 --drug everolimus=20nM --readout pS6K
  warning: 'pS6K' was set to 1 and is 0.251 at rest: a starting value does not hold
  hint: set what makes it, or, in a run, set it after the rest: --set pS6K=1@0
  $ tell --vary pS6K=0..1:3 --drug everolimus=20nM --readout pS6K --no-equilibrate

A starting value of a conserved sum holds: it is the sum.

  $ printf 'A -> B; k*A; B -> A; k*B; A = 1; B = 0; k = 1\n' >sum.ant
  $ tell --model sum.ant --vary A=1..2:3 --equilibrate --readout B

Drugs that are washed out, and folds that have no number.

  $ tell --vary IGF=0.3..0.31:2 --drug everolimus=20nM@0h..24h --readout pS6K
  warning: the model's drugs leave at once: it has no binding time for everolimus
  $ cat >silent.ant <<'END'
  > species S, P
  > S' = -inhibit_S*S + made - S; made = 0; inhibit_S = 0
  > P' = 1 - P; S = 0; P = 1
  > END
  $ tell --model silent.ant --vary inhibit_S=0..1:3 --readout fold:S,fold:P,S --for 1
  warning: no number for fold:S (3 of 3 points): the untreated level is 0
  $ tell --model silent.ant --vary inhibit_S=0..1:3 --readout fold:S,fold:P,S --for 1 --output silent.csv
  warning: no number for fold:S (3 of 3 points): the untreated level is 0
  $ cat silent.csv
  inhibit_S,fold:S,fold:P,S,error
  0,,1,0,
  0.5,,1,0,
  1,,1,0,
