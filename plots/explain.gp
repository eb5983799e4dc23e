# explain.gp - a fold as a product of factors: waterfalls on a log axis, one for each time;
# of `simulate explain`.
#
# pathloop sets the terminal and the numbers below, and puts its data beside this file:
#
#   n_columns n_rows   small plots, side by side and above each other; the last row may lack
#                      some
#   low high           the folds that all of them show
#   has_bands          1 when bars have whiskers
#
#   page.tsv     title, subtitle, caption, x label, one on each line
#   smalls.tsv   what each small plot is called, row by row
#   parts.tsv    what the bars are, from the top: everything else, the loops, the fold
#   bars.tsv     number beside the bar, small plot, part, kind (0 everything else, 1 a loop,
#                2 other loops together, 3 the fold), from, to, low and high end of the
#                whisker
#
# Texts come from the files and are only ever used as data.

load 'style.gp'

array small_text[n_smalls + 1]
array part_text[n_parts + 1]
stats 'smalls.tsv' using (small_text[int($0) + 1] = strcol(1), 0) nooutput
stats 'parts.tsv' using (part_text[int($0) + 1] = strcol(1), 0) nooutput

# ---- bars: where they are

array bar_text[n_bars + 1]
array bar_kind[n_bars + 1]
array bar_from[n_bars + 1]
array bar_to[n_bars + 1]
array bar_right[n_bars + 1]
larger(a, b) = !(b > a) ? a : b
number(k) = valid(k) ? column(k) : NaN
stats 'bars.tsv' using (k = int($0) + 1, bar_text[k] = strcol(1), bar_kind[k] = int($4), \
    bar_from[k] = number(5), bar_to[k] = number(6), \
    bar_right[k] = larger(larger(number(5), number(6)), number(8)), 0) nooutput
bar_of(s, p) = int((s - 1) * n_parts + p)
is_there(x) = x == x

# ---- room: names of parts on the left, small plots beside each other

longest = 1
do for [p = 1:n_parts] {
    longest = strlen(part_text[p]) > longest ? strlen(part_text[p]) : longest
}
longest_small = 1
do for [s = 1:n_smalls] {
    longest_small = strlen(small_text[s]) > longest_small ? strlen(small_text[s]) : longest_small
}
foot_room = foot + 86 / 720.0
head_room = 132 / 720.0
gap_x = 16 / 1280.0
gap_y = 46 / 720.0
height = (1 - head_room - foot_room + gap_y) / n_rows - gap_y
line = 720 * height / (n_parts + 0.6)
half = line > 64 ? 0.36 * 64 / line : 0.36 # of a bar's height
name_size = line / 1.25 < 22 ? line / 1.25 : 22
name_size = fit(longest, name_size, 360)
first_left = (name_size * 0.52 * longest + 30) / 1280.0
width = (1 - first_left - 24 / 1280.0 + gap_x) / n_columns - gap_x
value_size = line / 1.25 < 19 ? line / 1.25 : 19
value_size = value_size < name_size ? value_size : name_size
value_room = (6 * 0.52 * value_size + 8) / (1280 * width) # of the widest number, as a share
value_room = value_room < 0.5 ? value_room : 0.5

# The numbers stand on the right of their bars, all of them: there the axis has room for one.
pad = 0.04 # left of all bars, as a share
x_min = exp(log(low) - pad / (1 - pad - value_room) * log(high / low))
x_max = exp(log(high) + value_room / (1 - pad - value_room) * log(high / low))

# Steps: the first list that covers the axis and whose names have room; those below 1 as
# fractions where all are powers of 2.
array steps[7] = ['0.3 0.4 0.5 0.6 0.7 0.8 0.9 1 1.1 1.2 1.4 1.6 1.8 2 2.5 3', \
    '0.05 0.07 0.1 0.15 0.2 0.3 0.5 0.7 1 1.5 2 3 5 7 10 15 20', \
    '0.25 0.35 0.5 0.7 1 1.4 2 2.8 4', '0.05 0.1 0.2 0.5 1 2 5 10 20', \
    '0.015625 0.03125 0.0625 0.125 0.25 0.5 1 2 4 8 16 32 64 128 256', \
    '0.015625 0.0625 0.25 1 4 16 64 256', '0.0001 0.001 0.01 0.1 1 10 100 1000 10000']
small_size = fit(longest_small, panel_size + 2, 1280 * width)
tic_text_size = fit(18, panel_size, 1280 * width)
chosen = 7
do for [k = 6:1:-1] {
    nearest = 1e300 # two steps beside each other
    before = 0.0
    n_shown = 0
    do for [v in steps[k]] {
        if (v + 0.0 >= x_min && v + 0.0 <= x_max) {
            nearest = n_shown > 0 && v / before < nearest ? v / before : nearest
            before = v + 0.0
            n_shown = n_shown + 1
        }
    }
    covers = word(steps[k], 1) <= 1.6 * x_min && word(steps[k], words(steps[k])) >= x_max / 1.6
    room = log(nearest) / log(x_max / x_min) * 1280 * width
    if (covers && n_shown > 1 && room >= 3.8 * 0.52 * tic_text_size) { chosen = k }
}
is_power = chosen == 5 || chosen == 6
step_name(v) = is_power && v < 1 ? sprintf('1/%d', int(1 / v + 0.5)) : sprintf('%g', v)
named_steps = ''
bare_steps = ''
do for [v in steps[chosen]] {
    named_steps = named_steps.(named_steps eq '' ? '(' : ', '). \
        sprintf('"%s" %s', step_name(v + 0.0), v)
    bare_steps = bare_steps.(bare_steps eq '' ? '(' : ', ').sprintf('"" %s', v)
}

rest_colour = '#DCDCDC' # with a darker border: in grey, too, no loop's
fold_colour = ink
colour(k) = bar_kind[k] == 3 ? fold_colour : bar_kind[k] == 0 ? rest_colour : \
    bar_to[k] < bar_from[k] ? down_colour : up_colour

set multiplot
eval page
do for [s = 1:int(n_smalls)] {
    c = (s - 1) % int(n_columns)
    r = (s - 1) / int(n_columns)
    small_left = first_left + c * (width + gap_x)
    small_top = 1 - head_room - r * (height + gap_y)
    eval axes(small_left, small_left + width, small_top - height, small_top)
    set logscale x 2
    set xrange [x_min:x_max]
    eval 'set xtics '.(s + n_columns > n_smalls ? named_steps : bare_steps).')'
    set border 1
    tic_font = font(tic_text_size)
    set xtics font tic_font offset 0, 0.4
    set grid noytics xtics linetype 1 linecolor rgb grid_colour linewidth 1 dashtype solid back
    set yrange [0.2:n_parts + 0.8]
    unset ytics
    unset label
    unset arrow
    unset object
    if (s == 1) {
        eval page
        set label 904 page_text[1] at screen (1 + first_left) / 2, \
            screen foot + 26 / 720.0 center noenhanced textcolor rgb ink \
            font font_of(page_text[1], axis_size, 900)
    }
    set label small_text[s] at screen left + 0.002, screen top + 16 / 720.0 left noenhanced \
        textcolor rgb ink font font(small_size)
    set arrow from first 1, graph 0 to first 1, graph 1 nohead back \
        linecolor rgb '#8C8C8C' linewidth 1.5
    do for [p = 1:int(n_parts)] {
        k = bar_of(s, p)
        y = n_parts + 1 - p
        if (c == 0) {
            set label part_text[p] at screen left - 10 / 1280.0, first y right noenhanced \
                textcolor rgb ink font font(name_size)
        }
        if (!is_there(bar_to[k])) {
            set label '–' at graph 0.5, first y center noenhanced textcolor rgb grey \
                font font(value_size)
            continue
        }
        set object rectangle from first bar_from[k], first y - half to first bar_to[k], first y + half \
            front fillcolor rgb colour(k) fillstyle solid 1 border \
            linecolor rgb bar_kind[k] == 0 ? '#8C8C8C' : colour(k)
        if (p < n_parts - 1) { # to the next bar
            set arrow from first bar_to[k], first y - half to first bar_to[k], first y - 1 + half \
                nohead front linecolor rgb grey linewidth 1
        }
        set label bar_text[k] at first bar_right[k], first y left offset 0.4, 0 \
            noenhanced front textcolor rgb ink font font(value_size)
    }
    if (has_bands) {
        plot 'bars.tsv' using (int($2) == s ? number(6) : NaN):(n_parts + 1 - $3):(number(7)):(number(8)) \
            with xerrorbars pointtype -1 linecolor rgb ink linewidth 1.5
    } else {
        plot NaN
    }
}
unset multiplot
