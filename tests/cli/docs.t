What the README shows is what the program prints.

  $ LC_ALL=C.UTF-8 simulate --inhibit mTORC1 >now
  $ sed -n '/^```$/,/^```$/p' "$TESTDIR/../../README.md" | sed '1d;$d' | diff - now

Each command of the README and of docs/models.md runs.

  $ printf 'time_h,readout,value,sd\n24,pAkt_S473,1.8,0.3\n' >blot.csv
  $ cp "$TESTDIR/../../models/negative-feedback.ant" mine.ant
  $ printf 'k_S6K\n0.03\n0.05\n' >sets.tsv
  $ grep -ho '`simulate [^`]*`\|^    simulate .*' "$TESTDIR/../../README.md" "$TESTDIR/../../docs/models.md" | sed 's/^ *//; s/`//g; s/VERB/list/; s/ FILE/ mine.ant/' | sort -u >commands
  $ wc -l <commands
  35
  $ while read -r line; do eval "$line" >out 2>err || { echo "$line"; cat err; }; done <commands
