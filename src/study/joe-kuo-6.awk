# From joe-kuo-6.txt to the initialiser of an array in C: s, a, m_1 ... m_s for each
# dimension from the second on, one line for each.
BEGIN { print "/* made from joe-kuo-6.txt */" }
/^#/ || $1 == "d" { next }
{
    for (i = 2; i <= NF; i++) {
        printf "%d,%s", $i, i < NF ? " " : "\n"
    }
}
