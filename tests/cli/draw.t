The pathway as a picture. A missing Graphviz is told before any work, and .dot needs none.

  $ mkdir bin; ln -s "$(command -v simulate)" bin/simulate
  $ PATH=$PWD/bin simulate draw --output x.svg
  error: Graphviz is not installed
  hint: sudo apt install graphviz
  hint: or write to a file that ends in .dot: that needs nothing
  [1]
  $ PATH=$PWD/bin simulate draw --model negative-feedback --inhibit kinaseB --output x.dot
  x.dot: 4 species, 7 arrows, 1 feedback edge. At 24 h 3 of them have risen and 1 fallen by a tenth or more, furthest receptor, active 3.00-fold and substrate, phosphorylated <0.01-fold. Open, with 5 % or less of the gain left: kinaseB_receptor (-0.25 to 0).
  $ grep -c 'n[0-9]* -> n[0-9]*' x.dot
  7
  $ grep -o '<B>negative-feedback[^/]*</B>' x.dot
  <B>negative-feedback · kinase B inhibited 100 % from 0 h · after 24 h</B>
  $ simulate draw
  error: draw to which file?
  hint: simulate draw --output pathway.svg
  [2]
  $ simulate draw --output x.gif
  error: cannot draw to 'x.gif': the ending says which format
  hint: use .svg, .png, .pdf or .dot
  [2]
  $ simulate draw --output -
  error: cannot draw to '-': the ending says which format
  hint: use .svg, .png, .pdf or .dot
  [2]
  $ simulate draw PIP3 --output x.dot
  error: unexpected word 'PIP3'
  hint: options begin with '--'; --help lists them
  [2]
  $ simulate draw --output nowhere/x.dot
  error: cannot write 'nowhere/x.dot': No such file or directory
  hint: make the folder 'nowhere' first
  [1]
  $ simulate draw --model negative-feedback --inhibit nothing --output x.dot
  error: unknown target 'nothing'
  hint: targets of this model: kinaseA, kinaseB
  [2]
  $ printf 'a = 1; b := 2*a\n' >empty.ant
  $ simulate draw --model empty.ant --output x.dot
  error: there is nothing to draw: the model has no species
  [2]
  $ printf 'species A, B; A = 1; B = 0; J: A -> B; A\n' >line.ant
  $ simulate draw --model line.ant --output x.dot
  x.dot: 2 species, 1 arrow, 0 feedback edges.
  $ simulate draw --model line.ant --only feedback --output x.dot
  error: there is nothing to draw: the network has no loop
  hint: without --only feedback all of it is drawn
  [2]
  $ cp line.ant own.dot; simulate draw --model own.dot --output own.dot
  error: 'own.dot' is the model itself: it would be written over
  hint: give --output another name
  [2]

What was drawn.

  $ simulate draw --output x.dot | grep -o 'Left out.*'
  Left out, for nothing answers to them here: S6K_SIN1.
  $ simulate draw --drug everolimus=20nM --output x.dot | grep -o '[0-9]* feedback.*At 24 h'
  16 feedback edges. At 24 h
  $ simulate draw --inhibit mTORC1 --clamp S6K_IRS1 --cut Akt_SIN1 --only feedback --title 'Which "loops" & <why>?' --output x.dot | grep -o 'Open.*'
  Open, with 5 % or less of the gain left: mTORC1_Grb10 (-0.0016 to 0), S6K_Rictor (-0.0026 to 0), mTORC1_PHLPP (-0.0098 to 0), ERK_TSC2 (-0.0003 to 0), mTORC1_PRAS40 (+0.064 to 0). Clamped: S6K_IRS1. Cut: Akt_SIN1. Left out, for nothing answers to them here: S6K_SIN1.
  $ grep -o '<B>Which[^/]*</B>' x.dot
  <B>Which &quot;loops&quot; &amp; &lt;why&gt;?</B>
  $ grep -o '<I>[a-z]*</I>' x.dot | sort | uniq -c
        1 <I>clamped</I>
        1 <I>cut</I>
        5 <I>open</I>
  $ simulate draw --sections --output x.dot >/dev/null; grep -o 'label=<<I>[^/]*</I>' x.dot
  label=<<I>receptors</I>
  label=<<I>IRS1</I>
  label=<<I>PI3K, PTEN, PIP3</I>
  label=<<I>mTORC2 and Akt</I>
  label=<<I>TSC and mTORC1</I>
  label=<<I>outputs of mTORC1</I>
  label=<<I>Ras to ERK</I>
  label=<<I>growth and survival</I>
  $ for model in relay huang-ferrell; do simulate draw --model $model --output x.dot; done
  x.dot: 6 species, 5 arrows, 0 feedback edges. Left out, for nothing answers to them here: step6_source.
  x.dot: 21 species, 56 arrows, 0 feedback edges.

Many parameter sets: medians at the nodes, and what they are of. A caption stands in the picture.

  $ mkdir sets; cd sets; printf 'PTEN\n0\n0\n0.3\n' >sets.tsv
  $ simulate draw --drug everolimus=20nM --ensemble sets.tsv --caption --output sets.dot >sets.txt
  $ simulate draw --drug everolimus=20nM --set PTEN=0 --output one.dot >one.txt
  $ grep -o 'PIP3[^<]*<B>[^<]*' sets.dot >sets.fold; grep -o 'PIP3[^<]*<B>[^<]*' one.dot >one.fold
  $ cmp sets.fold one.fold && wc -l <one.fold
  2
  $ grep -o 'medians of 3 sets of [^<]*' sets.dot
  medians of 3 sets of 'sets.tsv'
  $ grep -o '3 parameter sets (sets.tsv [0-9a-f]*)' sets.dot
  3 parameter sets (sets.tsv 8a5307414f53663f)
  $ simulate draw --drug everolimus=20nM --ensemble sets.tsv --methods --output sets.dot | tail -n +3 | head -2
  Simulations were run with pathloop 0.1.0 on the model her2-mtor (her2-mtor.ant,
  SHA-256 98b78683e4fc3b90a566828fd02f1d1c069e18d95f362b497f7aa02e7dfd8e7b), cell
  $ cd ..

With Graphviz.

  $ command -v dot >/dev/null || exit 80
  $ simulate draw --drug everolimus=20nM --output x.svg >/dev/null
  $ head -c 5 x.svg
  <?xml (no-eol)
  $ grep -o '<svg width="[0-9]*pt" height="[0-9]*pt"' x.svg
  <svg width="960pt" height="540pt"
  $ simulate draw --drug everolimus=20nM --output x.png >/dev/null
  $ head -c 4 x.png | tail -c 3
  PNG (no-eol)
  $ simulate draw --sections --output x.pdf >/dev/null
  $ head -c 4 x.pdf
  %PDF (no-eol)
  $ for model in relay huang-ferrell negative-feedback; do simulate draw --model $model --output 'a "b" $(touch owned) `touch owned`.svg'; done
  a "b" $(touch owned) `touch owned`.svg: 6 species, 5 arrows, 0 feedback edges. Left out, for nothing answers to them here: step6_source.
  a "b" $(touch owned) `touch owned`.svg: 21 species, 56 arrows, 0 feedback edges.
  a "b" $(touch owned) `touch owned`.svg: 4 species, 5 arrows, 1 feedback edge.
  $ ls -A
  a "b" $(touch owned) `touch owned`.svg
  bin
  empty.ant
  line.ant
  own.dot
  sets
  x.dot
  x.pdf
  x.png
  x.svg
