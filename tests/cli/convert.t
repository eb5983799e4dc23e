A model as C.

  $ model=$TESTDIR/../convert/small.ant
  $ simulate convert $model small.c
  $ head -5 small.c
  /*
   * small.c - the model small as C99: its equations, a solver for stiff equations, and a
   * program that prints a table.
   *
   *     cc -O2 small.c -o small -lm
  $ sed '/Written by/,/as well/d' $TESTDIR/../convert/small.c >want
  $ sed '/Written by/,/as well/d' small.c | diff want -
  $ cc -O1 small.c -o small -lm
  $ ./small 120 3
  time,readout_pR
  0,10
  60,48.259973* (glob)
  120,48.264788* (glob)
  $ ./small 120 2 ligand=0 k_of=1
  k_of=1: there is no such parameter
  [2]

The file's ending says what is written.

  $ simulate convert relay
  error: convert needs the file to write
  hint: simulate convert relay model.c
  [2]
  $ simulate convert
  error: convert needs a model and the file to write
  hint: simulate convert MODEL model.c
  [2]
  $ simulate convert relay -
  error: convert writes a file, not standard output: its ending says which format
  hint: endings that are known: .c
  [2]
  $ simulate convert relay relay.f90
  error: 'relay.f90': models are not written as '.f90'
  hint: endings that are known: .c
  [2]
  $ simulate convert relay relay.C
  error: 'relay.C': models are not written as '.C'
  hint: endings that are known: .c
  [2]
  $ simulate convert relay some.folder/relay
  error: 'some.folder/relay' has no ending that says which format to write
  hint: endings that are known: .c
  [2]
  $ simulate convert relay relay.c more
  error: unexpected word 'more'
  hint: simulate convert relay relay.c
  [2]

A file is replaced only when complete.

  $ printf 'A -> B; k*A; A = 1; B = 0; k = 1/0' >bad.ant
  $ cp small.c before.c
  $ simulate convert bad.ant small.c
  bad.ant:1:32: error: division by 0 in the value of 'k'
      1 | A -> B; k*A; A = 1; B = 0; k = 1/0
        |                                ^~~
  [3]
  $ cmp small.c before.c
  $ simulate convert missing.ant small.c
  error: no file and no model is named 'missing.ant'
  hint: models that come with pathloop: her2-mtor, huang-ferrell, negative-feedback, relay
  [2]
  $ cmp small.c before.c
  $ simulate convert relay nowhere/relay.c
  error: cannot write 'nowhere/relay.c': No such file or directory
  hint: make the folder 'nowhere' first
  [1]
  $ cp $model model.c
  $ simulate convert model.c ./model.c
  error: './model.c' is the model itself: it would be written over
  [2]
  $ cmp $model model.c
  $ simulate convert - piped.c <$model
  $ grep -o 'from <stdin>' piped.c
  from <stdin>
  $ ls -A
  bad.ant
  before.c
  model.c
  piped.c
  small
  small.c
  want

Help.

  $ simulate convert --help
  Usage: simulate convert MODEL FILE [OPTION]...
  Write a model in another format: C.
  
  FILE's ending says which format. ".c" gives one C99 file that needs libm alone:
  the equations under the model's own names, a solver for stiff equations, and a
  program that prints a table.
  
  Options:
    --color=WHEN            colours: auto, always or never; NO_COLOR is honoured
                            [auto]
    --help                  show this help
  
  Examples:
    simulate convert my-model.ant my-model.c
        the equations with a solver, in one file of C: cc -O2 my-model.c -lm
