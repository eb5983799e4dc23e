What a command reads is not written over: by what the file is, not by its name.

  $ models=$TESTDIR/../../models
  $ cp $models/her2-mtor.ant $models/her2-mtor.cells.tsv $models/her2-mtor.variants.tsv $models/her2-mtor.drugs.tsv .
  $ cp $models/negative-feedback.ant mine.ant
  $ printf 'inhibit_kinaseB\n0\n1\n' >points.tsv
  $ printf 'time_h,readout,value\n1,pA,0.5\n' >blot.csv
  $ ln -s points.tsv link; ln points.tsv hard
  $ cksum * >before
  $ bad() { simulate "$@" >out; echo "[$?]"; cat out; rm out; }

The model and its tables.

  $ bad --model mine.ant --output mine.ant
  error: 'mine.ant' is the model itself: it would be written over
  hint: give --output another name
  [2]
  $ bad --model ./mine.ant --provenance mine.ant
  error: 'mine.ant' is the model itself: it would be written over
  hint: give --provenance another name
  [2]
  $ bad --model - --output mine.ant <mine.ant
  error: 'mine.ant' is the model itself: it would be written over
  hint: give --output another name
  [2]
  $ bad --model her2-mtor.ant --output her2-mtor.cells.tsv
  error: 'her2-mtor.cells.tsv' is the model's table of cells: it would be written over
  hint: give --output another name
  [2]
  $ bad steady --model her2-mtor.ant --output ./her2-mtor.variants.tsv
  error: './her2-mtor.variants.tsv' is the model's table of variants: it would be written over
  hint: give --output another name
  [2]
  $ bad list drugs --model her2-mtor.ant --output her2-mtor.drugs.tsv
  error: 'her2-mtor.drugs.tsv' is the model's table of drugs: it would be written over
  hint: give --output another name
  [2]
  $ bad sweep --model mine.ant --vary inhibit_kinaseB=0..1:2 --output mine.ant
  error: 'mine.ant' is the model itself: it would be written over
  hint: give --output another name
  [2]
  $ cp her2-mtor.cells.tsv mine.c; ln mine.c mine.cells.tsv
  $ sed 's/^model .*/model mine/' her2-mtor.ant >mine.txt
  $ bad convert ./mine.txt ./mine.c
  error: './mine.c' is the model's table of cells: it would be written over
  [2]
  $ rm mine.c mine.cells.tsv mine.txt

Designs, measured points, shards.

  $ S="--model mine.ant --for 2h --readout pA"
  $ bad sweep $S --design points.tsv --output points.tsv
  error: 'points.tsv' is the design itself: it would be written over
  hint: give --output another name
  [2]
  $ bad sweep $S --design points.tsv --output link
  error: 'link' is the design itself: it would be written over
  hint: give --output another name
  [2]
  $ bad sweep $S --design points.tsv --output hard --dry-run
  error: 'hard' is the design itself: it would be written over
  hint: give --output another name
  [2]
  $ bad sweep $S --design ./points.tsv --provenance points.tsv
  error: 'points.tsv' is the design itself: it would be written over
  hint: give --provenance another name
  [2]
  $ bad --model mine.ant --for 2h --data blot.csv --output blot.csv
  error: 'blot.csv' is the file of --data: it would be written over
  hint: give --output another name
  [2]
  $ simulate sweep $S --design points.tsv --output f.csv --shard 1/2
  $ simulate sweep $S --design points.tsv --output f.csv --shard 2/2
  $ cksum f.csv.shard-* >shards
  $ bad merge f.csv.shard-* --output f.csv.shard-1-of-2
  error: 'f.csv.shard-1-of-2' is one of the shards: it would be written over
  hint: give --output another name
  [2]
  $ cksum f.csv.shard-* | cmp - shards
  $ simulate merge f.csv.shard-* --output f.csv
  $ rm f.csv* shards

Two results that go to one file.

  $ bad --model mine.ant --output new --provenance ./new
  error: --output and --provenance both write './new'
  [2]
  $ ln -s new.csv there.csv; : >new.csv
  $ bad sweep $S --design points.tsv --output new.csv --provenance there.csv
  error: --output and --provenance both write 'there.csv'
  [2]
  $ rm there.csv new.csv
  $ bad sweep $S --design points.tsv --output f.csv --shard 1/2 --provenance f.csv.shard-1-of-2
  error: --output and --provenance both write 'f.csv.shard-1-of-2'
  [2]

Everything is as it was. What is no regular file is not written over.

  $ simulate sweep $S --design points.tsv --output /dev/null --provenance p.json && rm p.json
  $ simulate sweep $S --design - --output /dev/null <points.tsv
  $ cksum -- * 2>/dev/null | grep -v before | cmp - before
