Pages that quote the program, from texts with what to run in them.

  $ fill() { "$TESTDIR/../../scripts/fill-pages" "$@"; }
  $ cat >page.md.in <<'END'
  > # A page
  > 
  > @expect fold("inhibit mTORC1", "pS6K", 24) < 0.01
  > Akt pS473 rises {{fold("inhibit mTORC1", "pAkt_S473", 24)}}-fold, or
  > {{fold("inhibit mTORC1, clamp mTORC1_PHLPP", "pAkt_S473", 24) : .3f}}-fold with a loop held.
  > 
  > ```run
  > simulate list models --names | tail -1
  > ```
  > 
  > ```try
  > simulate list models
  > ```
  > END
  $ fill page.md.in
  wrote page.md
  $ sed 's/^/|/' page.md
  |# A page
  |
  |Akt pS473 rises 1.97-fold, or 1.476-fold with a loop held.
  |
  |```
  |$ simulate list models --names | tail -1
  |relay
  |```
  |
  |```
  |simulate list models
  |```
  $ fill --check page.md.in

A page that the program no longer says.

  $ sed -i 's/1.97/2.97/' page.md
  $ fill --check page.md.in
  --- page.md
  +++ what the program gives now
  @@ -1,6 +1,6 @@
   # A page
   
  -Akt pS473 rises 2.97-fold, or 1.476-fold with a loop held.
  +Akt pS473 rises 1.97-fold, or 1.476-fold with a loop held.
   
   ```
   $ simulate list models --names | tail -1
  fill-pages: 1 page is stale: run scripts/fill-pages
  [1]

Faults.

  $ echo '@expect fold("inhibit mTORC1", "pAkt_S473", 24) < 1' >claim.md.in
  $ fill claim.md.in
  fill-pages: claim.md.in:1: does not hold: fold("inhibit mTORC1", "pAkt_S473", 24) < 1
  [1]
  $ printf '```run\nsimulate sweeep\n```\n' >fails.md.in
  $ fill fails.md.in
  fill-pages: simulate sweeep
  ended with 2:
  error: there is no verb 'sweeep'
  hint: did you mean 'sweep'?
  
  [1]
  $ printf '{{fold("inhibit mTORC1", "pAkt", 24)}}\n' >wrong.md.in
  $ fill wrong.md.in 2>&1 | head -2
  fill-pages: simulate --inhibit mTORC1 --readout pAkt --for 24h --points 2 --format csv
  ended with 2:
  $ printf '```run\n' >open.md.in
  $ fill open.md.in
  fill-pages: open.md.in: a block does not end
  [1]
  $ fill --simulate ./nowhere page.md.in
  fill-pages: there is no program './nowhere'; --simulate says where it is
  [1]
