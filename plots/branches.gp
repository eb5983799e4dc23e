# branches.gp - rest states over a parameter; of `simulate steady --vary`.
#
#   x_min x_max is_log                  the axis
#   has_stable has_unstable has_marks   1 when there are any
#   page_text    x label, then what the legend calls: a stable state, another, a
#                        fold, a Hopf point, a branch point, a jump
#
#   panels.tsv     what each plot shows
#   stable.tsv     the parameter, then a column for each plot; nan between two curves
#   unstable.tsv   likewise
#   marks.tsv      1 for a fold, 2 for a Hopf point, 3 for a branch point; then likewise
#   jumps.tsv      likewise without that number: from, to, from, to …

load 'style.gp'
set datafile separator tab

array panel_name[n_panels + 1]
stats 'panels.tsv' using (panel_name[int($0) + 1] = strcol(1), 0) nooutput

n = int(n_panels)
curve_width = n == 1 ? 5 : 3.5
mark_size = n == 1 ? 1.2 : n <= 4 ? 1.0 : 0.8
stable_colour = line_colour[1]
unstable_colour = '#777777'
array mark_shape[3] = [7, 5, 9]
array mark_colour[3] = [line_colour[2], line_colour[7], line_colour[3]]
array mark_n[3] = [0, 0, 0]
if (has_marks) { stats 'marks.tsv' using (mark_n[int($1)] = mark_n[int($1)] + 1, 0) nooutput }
array jump_x[n_jumps + 1]

panel_top = 178 / 720.0

# ---- the legend, one line below the subtitle: only what is there

eval page
legend_size = 19
legend_font = font(legend_size)
x = 30
y = 1 - 118 / 720.0
next_x(k) = x + 62 + 0.56 * legend_size * strlen(page_text[k])
if (has_stable) {
    set arrow 801 from screen x / 1280.0, screen y to screen (x + 40) / 1280.0, screen y nohead \
        linecolor rgb stable_colour linewidth 4.5 dashtype 1
    set label 801 page_text[2] at screen (x + 48) / 1280.0, screen y left noenhanced font legend_font textcolor rgb ink
    x = next_x(2)
}
if (has_unstable) {
    set arrow 802 from screen x / 1280.0, screen y to screen (x + 40) / 1280.0, screen y nohead \
        linecolor rgb unstable_colour linewidth 3.5 dashtype 2
    set label 802 page_text[3] at screen (x + 48) / 1280.0, screen y left noenhanced font legend_font textcolor rgb ink
    x = next_x(3)
}
do for [k = 1:3] {
    if (mark_n[k] > 0) {
        set label 802 + k page_text[3 + k] at screen (x + 16) / 1280.0, screen y left noenhanced \
            font legend_font textcolor rgb ink point pointtype mark_shape[k] pointsize 1 \
            linecolor rgb mark_colour[k] offset character 1.2, -0.25
        x = next_x(3 + k) - 10
    }
}
if (n_jumps > 0) {
    set arrow 806 from screen x / 1280.0, screen y to screen (x + 40) / 1280.0, screen y head filled size screen 0.010, 20 \
        linecolor rgb ink linewidth 1.5 dashtype 1
    set label 806 page_text[7] at screen (x + 48) / 1280.0, screen y left noenhanced font legend_font textcolor rgb ink
}

# ---- the plots

set multiplot
do for [p = 1:n] {
    if (n == 1) {
        eval axes(120 / 1280.0, 1250 / 1280.0, foot + 105 / 720.0, 1 - panel_top)
    } else {
        eval panel(p, n)
        set xtics offset 0, screen 0.017 # off the name of the plot below
    }
    if (p == 1) { eval x_name(1) }
    if (p == 1 && n > 1) {
        set label 904 page_text[1] at screen 0.5, screen foot + 28 / 720.0 center noenhanced \
            textcolor rgb ink font font_of(page_text[1], axis_size, 1230)
    }
    if (p == 2) {
        eval page_off
        do for [i = 801:806] { unset arrow i }
        do for [i = 801:806] { unset label i }
    }
    name_font = font_of(panel_name[p], n == 1 ? axis_size - 2 : panel_size, 1280 * (right - left))
    set label 10 panel_name[p] at screen left, screen top + 16 / 720.0 left noenhanced \
        font name_font textcolor rgb ink
    if (is_log) {
        eval log_axis('x')
        if (x_max / x_min < 200) { # tics at 1, 2 and 5 of each decade
            set xtics ()
            do for [e = floor(log10(x_min)):ceil(log10(x_max))] {
                do for [d in '1 2 5'] { set xtics add (sprintf('%g', int(d) * 10.0 ** e) int(d) * 10.0 ** e) }
            }
        }
    }
    set xrange [x_min:x_max]
    low = 0.0
    high = 0.0
    if (has_stable) {
        stats 'stable.tsv' using (valid(1 + p) ? (y = column(1 + p), y == y ? \
            (low = y < low ? y : low, high = y > high ? y : high) : 0) : 0, 0) nooutput
    }
    if (has_unstable) {
        stats 'unstable.tsv' using (valid(1 + p) ? (y = column(1 + p), y == y ? \
            (low = y < low ? y : low, high = y > high ? y : high) : 0) : 0, 0) nooutput
    }
    if (high == low) { high = low + 1 }
    set yrange [(low < 0 ? low - 0.06 * (high - low) : 0):(high > 0 ? high + 0.06 * (high - low) : 0)]
    set clip one
    do for [j = 1:int(n_jumps / 2)] { unset arrow 600 + j }
    if (n_jumps > 0) {
        x_at = 0
        y_from = 0
        stats 'jumps.tsv' using (int($0) % 2 == 0 ? (x_at = $1, y_from = column(1 + p)) : \
            (jump_x[int($0 / 2) + 1] = sprintf('set arrow %d from first %.12g, first %.12g to first %.12g, first %.12g front head filled size screen 0.010, 20 linecolor rgb ink linewidth 1.5 dashtype 1', \
            601 + int($0 / 2), x_at, y_from, x_at, column(1 + p))), 0) nooutput
        do for [j = 1:int(n_jumps / 2)] { eval jump_x[j] }
    }
    plot 1 / 0 notitle, \
        'unstable.tsv' using 1:(column(1 + p)) with lines \
            linecolor rgb unstable_colour linewidth 0.8 * curve_width dashtype 2, \
        'stable.tsv' using 1:(column(1 + p)) with lines \
            linecolor rgb stable_colour linewidth curve_width dashtype 1, \
        for [k = 1:3] 'marks.tsv' using (int($1) == k ? $2 : NaN):(column(2 + p)) \
            with points pointtype mark_shape[k] pointsize mark_size linecolor rgb mark_colour[k]
}
unset multiplot
