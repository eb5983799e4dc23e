A sweep as a picture, with a sentence for each readout when the table goes to a file.

  $ command -v gnuplot >/dev/null || exit 80
  $ simulate sweep --vary everolimus=0.01..100nM:log:5 --readout fold:pAkt_S473@24h,fold:pS6K@24h --output one.csv --plot one.svg
  The fold of Akt pS473 at 24 h rises from 1.00 at everolimus 0.01 nM to 1.63 at 100 nM; it is nowhere below 1. The fold of S6K pT389 at 24 h falls from 0.99 at everolimus 0.01 nM to 0.01 at 100 nM; it is nowhere above 1.
  $ head -c 5 one.svg
  <?xml (no-eol)
  $ grep -o '>[A-Z][^<]* over everolimus<\|>everolimus[^<]*<\|>fold of[^<]*<\|>Akt[^<]*<\|>S6K[^<]*<' one.svg
  >everolimus (nM), log scale<
  >fold of untreated<
  >Akt pS473<
  >S6K pT389<
  $ wc -l <one.csv
  6

The table on standard output stands alone; without a picture there are no sentences.

  $ simulate sweep --vary everolimus=0.01..100nM:log:5 --readout fold:pAkt_S473@24h,fold:pS6K@24h --plot two.png | cmp - one.csv
  $ head -c 4 two.png | tail -c 3
  PNG (no-eol)
  $ simulate sweep --vary everolimus=0.01..100nM:log:3 --readout pS6K --output silent.csv

Where a fold passes 1: here it is 1 + d - d^2/4, which is 1 at 0 and at 4.

  $ printf "unit nM = 1e-9 mole/litre\nx' = 1 + drug_d - drug_d^2/4 - x\nx = 1; drug_d = 0; drug_d has nM\n" >hump.ant
  $ simulate sweep --model hump.ant --for 40 --vary d=0..5nM:20 --readout fold:x,max:x --output h.csv --plot h.svg
  The fold of x at 40 is least, -0.25, at d 5 nM, and largest, 2.00, at d 2.105 nM; it passes 1 at 3.997 nM. The largest x to 40 is least, 1.00, at d 0 nM, and largest, 2.00, at d 2.105 nM.
  $ simulate sweep --model hump.ant --for 40 --vary d=2..5nM:19 --readout fold:x --output h.csv --plot h.svg
  The fold of x at 40 falls from 2.00 at d 2 nM to -0.25 at 5 nM; it passes 1 at 3.993 nM.

Cells are points on the axis, or curves; so are a few levels of a second quantity.

  $ simulate sweep --vary cell=all --drug everolimus=20nM --readout fold:pAkt_S473@24h --output c.csv --plot c.svg
  The fold of Akt pS473 at 24 h is least, 1.15, in her2_normal_drained, and largest, 2.73, in her2_normal; it is nowhere below 1.
  $ grep -o '>her2_[a-z0-9_]*<' c.svg | wc -l
  7
  $ simulate sweep --vary cell=her2_normal,her2_sensitive --vary everolimus=0.01..100nM:log:9 --readout fold:pAkt_S473@24h --output c.csv --plot c.svg
  The fold of Akt pS473 at 24 h is least, 1.00, at everolimus 0.01 nM in her2_sensitive, and largest, 2.93, at everolimus 100 nM in her2_normal; it is nowhere below 1.
  $ grep -o '>her2_[a-z0-9_]*<\|>[A-Z][^<]* by cell<' c.svg
  >Akt pS473 at 24 h over everolimus, by cell<
  >her2_normal<
  >her2_sensitive<
  $ simulate sweep --vary PTEN=0.1..1:3 --vary everolimus=0.01..100nM:log:9 --readout fold:pAkt_S473@24h --output p.csv --plot p.svg
  The fold of Akt pS473 at 24 h is least, 1.00, at everolimus 0.01 nM and PTEN 0.1, and largest, 1.74, at everolimus 100 nM and PTEN 1; it is nowhere below 1.
  $ grep -o '>PTEN [^<]*<' p.svg
  >PTEN 0.1<
  >PTEN 0.55<
  >PTEN 1<

A map of two, with its line where the fold is 1.

  $ simulate sweep --vary MK2206=1..1000nM:log:9 --vary everolimus=0.01..100nM:log:9 --readout fold:pAkt_S473@24h --output m.csv --plot m.svg --caption
  The fold of Akt pS473 at 24 h is least, 0.19, at everolimus 0.01 nM and MK-2206 1000 nM, and largest, 1.62, at everolimus 100 nM and MK-2206 1 nM; it is above 1 at 33 of 81 points.
  $ grep -o '>Akt[^<]*<\|>[^<]*log scale<\|black line[^<]*<\|vary · [^<]*<' m.svg
  >Akt pS473 at 24 h over everolimus and MK-2206<
  black line: fold 1<
  vary · folds are values over the untreated<
  >everolimus (nM), log scale<
  >MK-2206 (nM), log scale<
  $ simulate sweep --vary PTEN=0.1..1:5 --vary everolimus=1..100nM:log:5 --readout fold:pAkt_S473@24h --output m.csv --plot m.svg
  The fold of Akt pS473 at 24 h is least, 1.17, at everolimus 1 nM and PTEN 0.1, and largest, 1.74, at everolimus 100 nM and PTEN 1; it is nowhere below 1.
  $ grep -c 'black line' m.svg
  0
  [1]
  $ simulate sweep --vary MK2206=1..1000nM:log:5 --vary everolimus=0.01..100nM:log:5 --readout fold:pAkt_S473@24h,pS6K --output m.csv --plot m.pdf
  The fold of Akt pS473 at 24 h is least, 0.19, at everolimus 0.01 nM and MK-2206 1000 nM, and largest, 1.62, at everolimus 100 nM and MK-2206 1 nM; it is above 1 at 9 of 25 points. S6K pT389 at 48 h is least, 5.5e-04, at everolimus 100 nM and MK-2206 1000 nM, and largest, 0.25, at everolimus 0.01 nM and MK-2206 1 nM.
  $ head -c 4 m.pdf
  %PDF (no-eol)

Which way a table of points is ordered does not matter, as long as it is a full grid.

  $ printf 'PTEN\teverolimus\n1\t1\n0.1\t10\n1\t10\n0.1\t1\n' >points.tsv
  $ simulate sweep --design points.tsv --readout fold:pAkt_S473@24h --output m.csv --plot m.svg
  The fold of Akt pS473 at 24 h is least, 1.17, at everolimus 1 nM and PTEN 0.1, and largest, 1.58, at everolimus 10 nM and PTEN 1; it is nowhere below 1.
  $ printf 'everolimus\n100\n1\n10\n' >points.tsv
  $ simulate sweep --design points.tsv --readout pS6K@24h --output m.csv --plot m.svg
  S6K pT389 at 24 h falls from 0.099 at everolimus 1 nM to 0.0017 at 100 nM.

Every set of a table: medians.

  $ printf 'k_S6K\n0.03\n0.05\n0.01\n' >sets.tsv
  $ simulate sweep --ensemble sets.tsv --vary everolimus=0.01..100nM:log:5 --readout pS6K@24h --output e.csv --plot e.svg
  The median of S6K pT389 at 24 h falls from 0.19 at everolimus 0.01 nM to 0.0012 at 100 nM.
  $ grep -o '3 sets[^<]*' e.svg
  3 sets: medians and 5 to 95 %

Points that failed have no value, and the picture a gap.

  $ printf "x' = a*x^2 + b\nx = 1; a = 1; b = 1\n" >blow.ant
  $ simulate sweep --model blow.ant --for 1 --vary a=0..2:3 --vary b=0..1:2 --readout x --output gaps.csv --plot gaps.svg 2>/dev/null
  x at 1 is least, 1.00, at b 0 and a 0, and largest, 144000, at b 0 and a 1; 3 points have no value.
  $ simulate sweep --model blow.ant --for 1 --vary a=0..2:5 --readout x --output gaps.csv --plot gaps.svg 2>/dev/null
  x at 1 rises from 2.00 at a 0 to 5.58 at 0.5; 3 points have no value.
  $ simulate sweep --model blow.ant --for 1 --vary a=3..4:2 --readout x --output gaps.csv --plot gaps.svg 2>/dev/null
  x at 1 has no value at any point.

What was done before an end is drawn, too.

  $ many() { simulate sweep --vary IGF=0.1..30:log:3000 --inhibit mTORC1 --readout fold:pAkt_S473 --output r.csv "$@"; }
  $ many --plot whole.svg >whole; rm r.csv
  $ many --plot again.svg --time-limit 20ms 2>&1 | grep -o 'time limit is reached'
  time limit is reached
  $ ls again.svg 2>/dev/null
  [2]
  $ many --plot again.svg --resume | cmp - whole
  $ cmp whole.svg again.svg

Methods: below the sentences, or beside the table.

  $ simulate sweep --vary everolimus=1..100nM:log:3 --readout pS6K --output s.csv --methods | tr '\n' ' ' | grep -o '3 points [^)]*) were run'
  3 points (grid drug_everolimus=1..100:log:3) were run
  $ simulate sweep --vary everolimus=1..100nM:log:3 --readout pS6K --methods 2>&1 >/dev/null | tr '\n' ' ' | grep -o '3 points [^)]*) were run'
  3 points (grid drug_everolimus=1..100:log:3) were run

What no page shows is told before the work.

  $ bad() { simulate sweep --readout fold:pAkt_S473 --output no.csv "$@"; }
  $ bad --vary IGF=0..1 --vary HRG=0..1 --vary everolimus=1..2nM --plot no.svg
  error: --plot draws one quantity as curves or two as a map, and 3 vary
  hint: hold the others by --set, or leave --plot out
  [2]
  $ bad --ensemble sets.tsv --inhibit mTORC1 --plot no.svg
  error: --plot draws one quantity as curves or two as a map, and 0 vary
  hint: name one with --vary, or leave --plot out
  [2]
  $ bad --vary IGF=0..1 --vary everolimus=1..2nM --design sobol:16 --plot no.svg
  error: --plot draws two quantities as a map of a full grid, and these points are none
  hint: use --design grid, vary one quantity alone, or leave --plot out
  [2]
  $ bad --vary IGF=0..1:2 --vary everolimus=1..2nM:2 --shard 1/2 --plot no.svg
  error: --plot draws a whole sweep, and --shard is a part of one
  hint: leave one of the two out
  [2]
  $ bad --vary IGF=0.1..1:300 --vary everolimus=1..2nM:300 --plot no.svg
  error: 90000 points are more than the 40000 that --plot shows on a page
  hint: take fewer levels, or leave --plot out
  [2]
  $ printf 'everolimus\n1\n10\n1\n' >points.tsv
  $ bad --design points.tsv --plot no.svg
  error: --plot draws one point for each value of 'drug_everolimus', and the design has one twice
  hint: take it out of the table, or leave --plot out
  [2]
  $ bad --vary IGF=0.1..1:9 --vary everolimus=1..2nM:9 --readout pS6K,pERK,PIP3,IRS1 --plot no.svg
  error: 5 maps, one for each readout, are more than the 4 that a page holds
  hint: name fewer with --readout, or leave --plot out
  [2]
  $ simulate sweep --vary everolimus=1..2nM:9 --plot no.svg
  error: 20 plots, one for each readout, are more than the 16 that a page holds
  hint: name fewer with --readout, or leave --plot out
  [2]
  $ bad --vary IGF=0.1..1:9 --caption
  error: --caption is a line below a picture, and none is drawn
  hint: add --plot FILE.svg; --methods gives a paragraph without
  [2]
  $ bad --vary IGF=0.1..1:9 --plot no.gif
  error: cannot plot to 'no.gif': the ending says which format
  hint: use .svg, .png or .pdf
  [2]
  $ bad --vary IGF=0.1..1:9 --plot no.csv
  error: cannot plot to 'no.csv': the ending says which format
  hint: use .svg, .png or .pdf
  [2]
  $ simulate sweep --vary everolimus=1..2nM:9 --readout pS6K --output same.svg --plot same.svg
  error: --output and --plot both write 'same.svg'
  [2]
  $ simulate sweep --vary everolimus=1..2nM:9 --readout pS6K --plot nowhere/no.svg
  error: cannot write 'nowhere/no.svg': No such file or directory
  hint: make the folder 'nowhere' first
  [1]
  $ ls no.* 2>/dev/null
  [2]
