What `simulate explain` does not take, and why; standard output stays empty.

  $ simulate explain 2>/dev/null
  [2]
  $ simulate explain
  error: there is nothing to explain without a treatment
  hint: as in --inhibit HER2
  [2]
  $ simulate explain everolimus=20nM
  error: unexpected word 'everolimus=20nM'
  hint: options begin with '--'; --help lists them
  [2]
  $ simulate explain --drug everolimus=20nM --model huang-ferrell
  error: unknown drug 'everolimus'
  hint: this model has none: a drug is a parameter drug_<name>
  [2]
  $ simulate explain --inhibit MEK --model huang-ferrell --for 10min
  error: the model has no feedback edge: there is no loop to explain anything by
  hint: an edge is a rule, feedback_From_To := signal; and the formula that it feeds back into
  [2]
  $ simulate explain --inhibit mTORC1 --edge S6K_IRS
  error: unknown feedback edge 'S6K_IRS'
  hint: did you mean 'S6K_IRS1' or 'S6K_IRS1_loss'?
  [2]
  $ simulate explain --inhibit mTORC1 --edge S6K_SIN1
  error: nothing reads the signals of the edges that were asked for, at these parameters: there is nothing to explain by them
  hint: without --edge all edges are looked at
  [2]
  $ simulate explain --inhibit mTORC1 --edge S6K_Rictor --edge S6K_Rictor
  error: --edge=S6K_Rictor: 'S6K_Rictor' is named twice
  [2]
  $ simulate explain --inhibit mTORC1 --group S6K=S6K_IRS1,S6K_Rictor --edge S6K_Rictor
  error: --edge=S6K_Rictor: 'S6K_Rictor' is in the group 'S6K' already
  [2]
  $ simulate explain --inhibit mTORC1 --group S6K
  error: --group=S6K: a group is NAME=FROM_TO,FROM_TO
  hint: as in --group FOXO=FOXO_HER3,FOXO_IGF1R
  [2]
  $ simulate explain --inhibit mTORC1 --clamp S6K_Rictor --edge S6K_Rictor
  error: --edge=S6K_Rictor: the treatment has clamped 'S6K_Rictor' already
  [2]
  $ simulate explain --inhibit mTORC1 --at 72h
  error: --at=72h: the run is over before, at 48 h
  hint: let the run last longer: --for 72h
  [2]
  $ simulate explain --inhibit mTORC1 --at 0h,8h
  error: at 0 h there is nothing to explain yet: times are later than that, and 48 h at most
  [2]
  $ simulate explain --inhibit mTORC1 --focus 3h
  error: --focus=3h is none of the times of the table
  hint: --at chooses these times
  [2]
  $ simulate explain --inhibit mTORC1 --focus 1h,24h
  error: --focus=1h,24h: one time is in focus, not 2
  [2]
  $ simulate explain --inhibit mTORC1 --group IRS1=S6K_IRS1,,S6K_IRS1_loss
  error: --group=IRS1=S6K_IRS1,,S6K_IRS1_loss: nothing stands between two commas
  [2]
  $ simulate explain --inhibit mTORC1 --against drug
  error: drug: the name is missing: drug <name>=20nM@1h..24h
  [2]
  $ simulate explain --inhibit mTORC1 --against 'none, drug everolimus=20nM'
  error: none, drug everolimus=20nM: 'none' is nothing done, and stands alone
  [2]
  $ simulate explain --inhibit mTORC1@60h
  error: mTORC1@60h: begins at 60 h, when the run is over (48 h)
  hint: let the run last longer: --for 72h
  [2]
  $ simulate explain --inhibit mTORC1 --readout pS6K,pERK
  error: --readout: one readout is explained at a time, not 2
  [2]
  $ simulate explain --inhibit mTORC1 --readout Act
  error: unknown readout 'Act'
  hint: did you mean 'Akt_activity'?
  [2]
  $ simulate explain --inhibit mTORC1 --readout pS6K --at 24h,48h
  error: 'S6K pT389' is gone at every time asked for: its fold is below 1e-06, where nothing is left to take apart
  hint: --at chooses earlier times, --readout another one
  [2]
  $ simulate explain --inhibit mTORC1 --set k473=0
  error: 'Akt pS473' rests at 0 before treatment: it has no fold to explain
  hint: --readout chooses another readout, --cell and --background another rest
  [2]
  $ simulate explain --inhibit mTORC1 --exact --orders 10
  error: --exact and --orders exclude each other
  [2]
  $ simulate explain --inhibit mTORC1 --orders 1
  error: --orders takes a whole number from 2 to 1000000, not '1'
  [2]
  $ simulate explain --inhibit mTORC1 --members
  error: --members is for an ensemble, and there is none
  hint: add --ensemble FILE, a table of parameter sets
  [2]
  $ simulate explain --inhibit mTORC1 --ensemble nowhere.tsv
  error: cannot read 'nowhere.tsv': No such file or directory
  hint: check the spelling; a relative path starts at the present folder
  [2]
  $ simulate explain --inhibit mTORC1 --against 'drug everolimuss=20nM'
  error: unknown drug 'everolimuss'
  hint: did you mean 'everolimus'?
  [2]
  $ simulate explain --inhibit mTORC1 --against 'set IGF=1'
  error: --against=set IGF=1: 'IGF=1' holds before time 0: both treatments start from the same rest
  [2]
  $ simulate explain --inhibit mTORC1 --against ''
  error: the treatment is empty
  hint: as in "drug everolimus=20nM, clamp S6K_Rictor"; "none" is nothing done
  [2]
  $ simulate explain --inhibit mTORC1 --variant all --variant receptor_side
  error: --variant: 'receptor_side' is named twice
  [2]
  $ simulate explain --inhibit mTORC1 --caption
  error: --caption is a line below a picture, and none is drawn
  hint: add --plot FILE.svg; --methods gives a paragraph without
  [2]
  $ simulate explain --inhibit mTORC1 --plot a.jpg
  error: cannot plot to 'a.jpg': the ending says which format
  hint: use .svg, .png or .pdf
  [2]
  $ simulate explain --inhibit mTORC1 --plot nowhere/a.svg
  error: cannot write 'nowhere/a.svg': No such file or directory
  hint: make the folder 'nowhere' first
  [1]
  $ simulate explain --inhibit mTORC1 --output nowhere/a.csv
  error: cannot write 'nowhere/a.csv': No such file or directory
  hint: make the folder 'nowhere' first
  [1]
  $ simulate explain --inhibit mTORC1 --plot a.svg --output a.svg
  error: --output and --plot both write 'a.svg'
  [2]
  $ simulate explain --inhibit mTORC1 --max-steps 10
  error: mTORC1 inhibited 100 % from 0 h: integration stopped at t = 19.2791 min (step 2.39 min, rtol 1e-06): all 10 steps are used up
  [1]

A model that does not come to rest.

  $ simulate explain --inhibit source --model relay --set brake_strength=100
  error: brake_strength = 100 + source inhibited 100 % from 0 h: the network does not come to rest: 'step1' keeps moving, dstep1/dt = -0.0134 after t = 4.94e+04 min
  [1]

Nothing was left behind.

  $ ls
