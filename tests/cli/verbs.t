What a model offers.

  $ simulate list
  targets   HER2, IGF1R, PI3K, Akt, mTORC1, mTORC1_S6K, mTORC1_4EBP1, mTORC2, MEK
  drugs     everolimus, sirolimus, ridaforolimus, AZD8055, sapanisertib, BEZ235, alpelisib, MK2206, capivasertib, ipatasertib, trastuzumab, pertuzumab, lapatinib, trametinib
  cells     her2_resistant_pten, her2_sensitive, her2_resistant_pik3ca, her2_resistant_p95, her2_normal, her2_normal_pik3ca, her2_normal_drained
  variants  mtorc2_side, receptor_side
  readouts  pAkt_S473, pAkt_T308, Akt_activity, pS6K, p4EBP1, pERK, HER3, pPRAS40, pTSC2, pS6, p4EBP1_S65, IRS1, pIRS1_S636, pHER3, IGF1R, PIP3, mTORC2, FOXO, growth, death
  edges     S6K_IRS1, S6K_IRS1_loss, mTORC1_Grb10, S6K_Rictor, Akt_SIN1, S6K_SIN1, mTORC1_PHLPP, FOXO_HER3, FOXO_IGF1R, FOXO_Rictor, Akt_HER3, ERK_HER2, ERK_SOS, ERK_DUSP, ERK_TSC2, Akt_Raf, mTORC1_PRAS40
  $ simulate list targets
  target        is
  HER2          HER2 kinase
  IGF1R         IGF1R/INSR kinase
  PI3K          PI3K
  Akt           Akt kinase
  mTORC1        mTORC1
  mTORC1_S6K    mTORC1 towards S6K, PRAS40 and Grb10
  mTORC1_4EBP1  mTORC1 towards 4EBP1
  mTORC2        mTORC2
  MEK           MEK
  $ simulate list drugs
  drugId         class                     target                                      potency     aliases
  everolimus     rapalog                   FRB domain of mTOR, through FKBP12          0.5 nM      RAD001;Afinitor;Certican;Zortress;Votubia
  sirolimus      rapalog                   FRB domain of mTOR, through FKBP12          0.5 nM      rapamycin;Rapamune
  ridaforolimus  rapalog                   FRB domain of mTOR, through FKBP12          0.2 nM      AP23573;MK-8669;deforolimus
  AZD8055        mTOR kinase inhibitor     ATP site of mTOR (mTORC1 and mTORC2)        8 nM        AZD-8055
  sapanisertib   mTOR kinase inhibitor     ATP site of mTOR (mTORC1 and mTORC2)        3 nM        MLN0128;INK128;INK-128;TAK-228
  BEZ235         dual PI3K-mTOR inhibitor  ATP sites of mTOR and of class I PI3K       5; 86.6 nM  NVP-BEZ235;dactolisib;BEZ-235;RTB101
  alpelisib      PI3K inhibitor            ATP site of PI3K p110alpha                  50 nM       BYL719;Piqray;Vijoice
  MK2206         allosteric Akt inhibitor  Akt, allosteric site (needs the PH domain)  89 nM       MK-2206 dihydrochloride
  capivasertib   ATP-site Akt inhibitor    Akt, ATP site                               50 nM       AZD5363;Truqap
  ipatasertib    ATP-site Akt inhibitor    Akt, ATP site                               50 nM       GDC-0068;RG7440
  trastuzumab    HER2 antibody             HER2 domain IV                              1 nM        Herceptin
  pertuzumab     HER2 antibody             HER2 domain II                              1 nM        Perjeta;Omnitarg;2C4
  lapatinib      HER2 kinase inhibitor     ATP site of HER2 (and EGFR)                 40 nM       GW572016;Tykerb;Tyverb
  trametinib     MEK inhibitor             MEK1 and MEK2, allosteric site              1 nM        GSK1120212;Mekinist
  $ simulate list drugs --names | head -3
  everolimus
  sirolimus
  ridaforolimus
  $ simulate list cells
  conditionId            conditionName
  her2_resistant_pten    HER2+, trastuzumab-resistant by PTEN loss
  her2_sensitive         HER2+, trastuzumab-sensitive (BT-474, SKBR3 type)
  her2_resistant_pik3ca  HER2+, trastuzumab-resistant by PIK3CA H1047R
  her2_resistant_p95     HER2+, trastuzumab-resistant by p95HER2
  her2_normal            HER2-normal (primary cell type)
  her2_normal_pik3ca     HER2-normal, PIK3CA mutant (MCF-7 type)
  her2_normal_drained    HER2-normal, PTEN lost, mTORC2 renewed fast (PC3, U937 type)
  $ simulate list variants
  conditionId    conditionName
  mtorc2_side    Rapalog feedback mostly on the mTORC2 side (the values of the model text)
  receptor_side  Rapalog feedback on the receptor side (IRS1, Grb10); PHLPP arm off, Rictor T1135 weak
  $ simulate list readouts
  readout       is
  pAkt_S473     Akt pS473
  pAkt_T308     Akt pT308
  Akt_activity  Akt activity
  pS6K          S6K pT389
  p4EBP1        4EBP1 pT37/46
  pERK          ERK pT202/Y204
  HER3          HER3
  pPRAS40       PRAS40 pT246
  pTSC2         TSC2 phosphorylated
  pS6           S6 pS240/244
  p4EBP1_S65    4EBP1 pS65
  IRS1          IRS1
  pIRS1_S636    IRS1 pS636/639
  pHER3         HER3 pY1289
  IGF1R         IGF1R/INSR
  PIP3          PIP3
  mTORC2        mTORC2 assembled
  FOXO          FOXO in the nucleus
  growth        growth drive
  death         death drive
  $ simulate list edges
  edge           is                           signal         source
  S6K_IRS1       S6K -| IRS1                  pS6K           blocked at S636/639: Harrington 2004 JCB 166:213, Um 2004 Nature 431:200 (both to be verified)
  S6K_IRS1_loss  S6K -| IRS1 by loss          IRS1_pS        mTOR-dependent loss of IRS1: O'Reilly 2006 Cancer Res 66:1500; Haruta 2000 Mol Endocrinol (to be verified)
  mTORC1_Grb10   mTORC1 -> Grb10              mTORC1_to_S6K  S476 makes Grb10 stable: Hsu 2011 Science 332:1317; Yu 2011 Science 332:1322 (both to be verified)
  S6K_Rictor     S6K -| Rictor                pS6K           T1135, a weak edge: Julien 2010 MCB 30:908; Dibble 2009 MCB 29:5657 (to be verified)
  Akt_SIN1       Akt -> SIN1                  Akt_activity   T86, used when SIN1_mode = +1: Yang G 2015 Cell Rep 12:937; Humphrey 2013 Cell Metab 17:1009
  S6K_SIN1       S6K -| SIN1                  pS6K           T86 and T398, used when SIN1_mode = -1: Liu P 2013 Nat Cell Biol 15:1340
  mTORC1_PHLPP   mTORC1 -> PHLPP              eIF4E          translation of PHLPP; rests on one paper: Liu J 2011 (to be verified)
  FOXO_HER3      FOXO -> HER3                 FOXO           HER3 mRNA: Garrett 2011 PNAS 108:5021; Chandarlapaty 2011 Cancer Cell 19:58 (to be verified)
  FOXO_IGF1R     FOXO -> IGF1R/INSR           FOXO           IGF1R and INSR mRNA: Puig and Tjian 2005 Genes Dev 19:2435; Chandarlapaty 2011 Cancer Cell 19:58 (both to be verified)
  FOXO_Rictor    FOXO -> Rictor               FOXO           Chen CC 2010 Dev Cell 18:592 (to be verified)
  Akt_HER3       Akt -| HER3 at the membrane  Akt_activity   membrane traffic and phosphatase: Sergina 2007 Nature 445:437; Amin 2010 Sci Transl Med 2:16ra7 (to be verified)
  ERK_HER2       ERK -| HER2                  ppERK          T669/677: Turke 2012 Cancer Res 72:3228 (to be verified)
  ERK_SOS        ERK -| SOS                   ppERK          Turke 2012 Cancer Res 72:3228 (to be verified)
  ERK_DUSP       ERK -> DUSP                  ppERK          DUSP follows ERK within an hour or two: an assumption
  ERK_TSC2       ERK -| TSC2                  ppERK          by ERK and RSK: Ma 2005 Cell 121:179, Roux 2004 PNAS 101:13489 (both to be verified)
  Akt_Raf        Akt -| Raf                   Akt_activity   S259: Zimmermann and Moelling 1999 Science 286:1741 (to be verified); R14 of Faratian 2009 Cancer Res 69:6713
  mTORC1_PRAS40  mTORC1 -| PRAS40             mTORC1_to_S6K  S183 frees mTORC1 from PRAS40, so it is a loop that sustains itself: Oshiro 2007 JBC 282:20329 (to be verified)
  $ simulate list edges --format csv | head -3
  edge,is,signal,source
  S6K_IRS1,S6K -| IRS1,pS6K,"blocked at S636/639: Harrington 2004 JCB 166:213, Um 2004 Nature 431:200 (both to be verified)"
  S6K_IRS1_loss,S6K -| IRS1 by loss,IRS1_pS,mTOR-dependent loss of IRS1: O'Reilly 2006 Cancer Res 66:1500; Haruta 2000 Mol Endocrinol (to be verified)
  $ simulate list models
  model
  her2-mtor
  huang-ferrell
  negative-feedback
  relay
  $ simulate list methods
  method   is
  auto     rodas, or another where that one is a poor choice
  rodas    Rosenbrock, order 5 (Rodas5P), sparse; stiff networks
  msbdf    backward differentiation, orders 1 to 5; stiff networks
  bsimp    Bulirsch-Stoer, implicit (Bader-Deuflhard); stiff networks, tight tolerances
  msadams  Adams, orders 1 to 12; networks that are not stiff
  rk8pd    Runge-Kutta 8(9), Prince-Dormand; not stiff, tight tolerances
  rkf45    Runge-Kutta 4(5), Fehlberg; not stiff
  rkck     Runge-Kutta 4(5), Cash-Karp; not stiff
  rk4      Runge-Kutta 4, classical; not stiff
  rk2      Runge-Kutta 2(3); not stiff, loose tolerances
  rk1imp   Euler, implicit; stiff networks, loose tolerances
  rk2imp   Runge-Kutta 2, implicit (midpoint); stiff networks, loose tolerances
  rk4imp   Runge-Kutta 4, implicit (Gauss); stiff networks
  $ simulate list drugs --model relay
  no drugs
  $ simulate list cells --model relay
  no cells

Checking.

  $ simulate check her2-mtor relay negative-feedback huang-ferrell
  her2-mtor: no errors: 45 species, 60 reactions, 256 parameters and rules, 2 conserved sums, 9 targets, 14 drugs, 17 feedback edges, 20 readouts
  relay: no errors: 6 species, 6 reactions, 10 parameters and rules, 0 conserved sums, 2 targets, 0 drugs, 1 feedback edge, 3 readouts
  negative-feedback: no errors: 4 species, 4 reactions, 23 parameters and rules, 0 conserved sums, 2 targets, 1 drug, 1 feedback edge, 4 readouts
  huang-ferrell: no errors: 21 species, 20 reactions, 46 parameters and rules, 6 conserved sums, 2 targets, 0 drugs, 0 feedback edges, 3 readouts

The rest state.

  $ simulate steady --model negative-feedback
  negative-feedback - rest state - untreated
  
  name        value  is
  receptor      0.2  receptor, active
  kinaseA      0.25  kinase A, phosphorylated
  kinaseB       0.5  kinase B, phosphorylated
  substrate     0.5  substrate, phosphorylated
  pA           0.25  kinase A phosphorylated
  pB            0.5  kinase B phosphorylated
  pSubstrate    0.5  substrate phosphorylated
  receptor      0.2  receptor active
  
  Stable; 4 eigenvalues, 0 conserved sums taken out:
  
  real (1/min)  imaginary (1/min)  time constant (min)
       -0.1056            0.06287                9.469
       -0.1056           -0.06287                9.469
          -0.2                  0                    5
       -0.4138                  0                2.417
  $ simulate steady | tail -9
  Stable; 43 eigenvalues, 2 conserved sums taken out; the slowest 6:
  
  real (1/min)  imaginary (1/min)  time constant (h)
    -0.0007689                  0              21.68
    -0.0008427                  0              19.78
     -0.001019          0.0002103              16.35
     -0.001019         -0.0002103              16.35
        -0.002                  0              8.333
        -0.002                  0              8.333
  $ simulate steady --drug everolimus=20nM --eigenvalues --format csv | wc -l
  44
  $ simulate steady --drug everolimus=20nM@1h
  error: --drug=everolimus=20nM@1h: the rest state has no time: what is set holds all along
  [2]
  $ simulate steady --model negative-feedback --inhibit kinaseB --format csv
  name,value,is
  receptor,0.6,"receptor, active"
  kinaseA,0.5,"kinase A, phosphorylated"
  kinaseB,0.6666666666666666,"kinase B, phosphorylated"
  substrate,0,"substrate, phosphorylated"
  pA,0.5,kinase A phosphorylated
  pB,0.6666666666666666,kinase B phosphorylated
  pSubstrate,0,substrate phosphorylated
  receptor,0.6,receptor active

Help.

  $ simulate --help
  Usage: simulate [VERB] [OPTION]...
  What a signalling network does under a drug: one time course.
  
  A run with a treatment brings the untreated network to rest first, then shows
  each readout as a fold of its untreated level.
  
  Verbs (simulate VERB --help tells more):
    compare                 Treatments side by side: which let a readout come back, and when
    explain                 Which feedback loop did it: a fold as a product of factors, one a loop
    loops                   The feedback loops of a network, and which of them rule a run, when
    show                    One species or rule: its equation, sources, and each term in numbers
    draw                    The pathway as a picture, coloured by what a treatment did
    discriminate            Which experiment tells rival parameter sets apart
    dose                    Dose-response curves: EC50, IC50, Emax, slope, Hill fit
    find                    The least dose of a drug at which a readout is where it should be
    sensitivity             Which constants a readout depends on: local, Morris, Sobol
    sweep                   One network at many points: doses, parameters, cells; as a table
    merge                   Put the shards of a sweep together
    steady                  The rest state of a network, and how fast and whether it is reached
    check                   Report every fault in a model
    convert                 Write a model in another format: C
    list                    What a model offers: targets, drugs, cells, readouts, feedback edges
    help                    Show the help of a verb, or the man page
    completion              Print the completions for a shell
  
  Options:
    --model=FILE            Antimony file, or the name of a model that comes with
                            pathloop [her2-mtor]
    --cell=NAME             the cell: a row of the model's table of cells [the
                            model's first]
    --variant=NAME          a rival parameter set: a row of the model's table of
                            variants
    --ensemble=FILE         run every parameter set of a table (columns:
                            parameters, and perhaps weight); show medians and 5 to
                            95 % bands
  
  Treatment (each may be given several times):
    --inhibit=TARGET[=F][@FROM..TO]
                            inhibit a target by the fraction F, 0 to 1; all of it
                            when F is not given
    --drug=NAME=DOSE[@FROM..TO]
                            give a drug, by any of its names; a dose has its unit:
                            pM, nM, uM, mM
    --set=NAME=VALUE[@FROM..TO]
                            set a parameter or a starting value; without a time it
                            holds before the rest too, with one it is a step
    --cut=FROM_TO           set a feedback signal to 0, before the rest too
    --background="drug NAME=DOSE, ..."
                            what is there before time 0, treated or not
    --clamp=FROM_TO         hold a feedback signal at its level before treatment
  
  Run:
    --for=DURATION          how long: 90s, 30min, 48h, 2d; a bare number in a
                            model without time_unit [48h, or 100 without a
                            time_unit]
    --equilibrate           bring the untreated network to rest first, even
                            without a treatment
    --no-equilibrate        start from the file's values, even with a treatment
    --method=NAME           how to step; simulate list methods tells them [auto]
    --rtol=NUMBER           relative tolerance of a step [1e-6]
    --atol=NUMBER           absolute tolerance of a step, in the model's unit
                            [1e-3 rtol of each species' size]
    --max-steps=N           give up after N steps [100000]
    --time-limit=DURATION   give up after so much time on the clock: 10s, 5min
    --threads=N             threads that work at once [all processors]
    --kernel=HOW            how formulas run: native (machine code), tape (the
                            interpreter), or auto: native where it can be had
                            [auto]
  
  Output:
    --readout=NAME[,NAME]   a readout, species, rule, parameter or reaction, or
                            'all'; may be given several times
    --points=N              output times, both ends included [481, or 97 with
                            --ensemble]
    --every=DURATION        output times so far apart, instead of --points
    --output=FILE           write the table to FILE, '-' for standard output
    --format=FORMAT         csv, tsv, md or json [by FILE's ending, or csv]
    --members               with --ensemble: the table has each parameter set, in
                            place of medians and bands
    --long                  one row for each readout and time, instead of one
                            column a readout
    --plot=FILE             draw a picture: FILE.svg, .png or .pdf (needs gnuplot)
    --caption               a line below the plot: model and its hash, cell, sets,
                            treatment, and what a fold is where there are folds
    --methods               a paragraph of methods below the table: versions,
                            tolerances, hashes
    --data=FILE             measured points (time_h, readout, value, sd): drawn,
                            and their misfit printed
    --provenance=FILE       write version, command, model hash and tolerances as
                            JSON
    --verbose               tell what the run cost, on stderr
    --color=WHEN            colours: auto, always or never; NO_COLOR is honoured
                            [auto]
    --version               show the version of pathloop
    --help                  show this help
  
  Examples:
    simulate --inhibit mTORC1
        block mTORC1 for 48 h and see what Akt does
    simulate --drug everolimus=20nM@0h..24h --for 3d --plot washout.svg
        a rapalog for a day, then washed out, as a picture
    simulate --cell her2_sensitive --background "drug trastuzumab=68nM" --drug BEZ235=50nM
        another cell, already on trastuzumab; folds are relative to that
    simulate --drug everolimus=20nM --output run.csv --readout all
        every readout at 481 times, as CSV
    simulate --drug everolimus=20nM --plot figure.pdf --caption --methods
        a figure with its legend, and a paragraph for the methods of a paper
    simulate --drug everolimus=20nM --ensemble sets.tsv --plot bands.svg
        every parameter set of a table: medians, and bands of 5 to 95 %
  
  Exit codes: 0 done, 1 the run failed, 2 bad usage, 3 the model has errors,
  130 after Ctrl-C or SIGTERM.
  $ simulate steady --help | head -3
  Usage: simulate steady [OPTION]...
  The rest state of a network, and how fast and whether it is reached.
  
  $ simulate help list | head -2
  Usage: simulate list [targets|drugs|cells|variants|readouts|edges|parameters|species|models|methods] [OPTION]...
  What a model offers: targets, drugs, cells, readouts, feedback edges.
  $ simulate --version | sed 's/[0-9.]*$/N/'
  simulate (pathloop) N
  $ simulate completion bash | bash -n
  $ simulate help --man | head -4
  .TH SIMULATE 1 "" "pathloop 0.1.0" "User Commands"
  .SH NAME
  simulate \- what a signalling network does under a drug
  .SH SYNOPSIS
