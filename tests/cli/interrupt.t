Ctrl-C ends cleanly: exit 130, no output, no file left behind.

  $ timeout --preserve-status -s INT -k 30 1 simulate --inhibit mTORC1 --method rk2 --rtol 1e-12 --max-steps 1000000000 --for 9000d --output run.csv
  [130]
  $ ls -A
