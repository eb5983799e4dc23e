Plots. A missing gnuplot is told before any work.

  $ simulate --inhibit mTORC1 --plot run.gif
  error: cannot plot to 'run.gif': the ending says which format
  hint: use .svg, .png or .pdf
  [2]
  $ mkdir bin; ln -s "$(command -v simulate)" bin/simulate
  $ PATH=$PWD/bin simulate --inhibit mTORC1 --plot run.svg
  error: gnuplot is not installed
  hint: sudo apt install gnuplot-nox
  [1]

  $ command -v gnuplot >/dev/null || exit 80
  $ simulate --inhibit mTORC1 --plot run.svg >/dev/null
  $ head -c 5 run.svg
  <?xml (no-eol)
  $ simulate --inhibit mTORC1 --plot run.png >/dev/null
  $ head -c 4 run.png | tail -c 3
  PNG (no-eol)
  $ simulate --inhibit mTORC1 --plot run.pdf >/dev/null
  $ head -c 4 run.pdf
  %PDF (no-eol)
  $ simulate --inhibit mTORC1 --plot 'a "b" $(touch owned) `touch owned`.svg' >/dev/null
  $ simulate --inhibit mTORC1 --plot nowhere/run.svg
  error: cannot write 'nowhere/run.svg': No such file or directory
  hint: make the folder 'nowhere' first
  [1]
  $ ls -A
  a "b" $(touch owned) `touch owned`.svg
  bin
  run.pdf
  run.png
  run.svg
