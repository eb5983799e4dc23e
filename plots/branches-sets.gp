# branches-sets.gp - rest states over a parameter in many parameter sets; of `simulate
# steady --vary --ensemble`.
#
#   x_min x_max is_log   the axis
#   has_down             1 when the ways up and down differ
#   page_text            x label, then what the legend calls: the way up, the way down, a
#                        fold, a Hopf point, a branch point, medians and bands
#
#   panels.tsv           what each plot shows
#   up.tsv, down.tsv     the parameter, then median, 5 and 95 % for each plot
#   marks.tsv            1 for a fold, 2 for a Hopf point, 3 for a branch point; the
#                        parameter's median, 5 and 95 %, then likewise

load 'style.gp'
set datafile separator tab

array panel_name[n_panels + 1]
stats 'panels.tsv' using (panel_name[int($0) + 1] = strcol(1), 0) nooutput

n = int(n_panels)
curve_width = n == 1 ? 5 : 3.5
mark_size = n == 1 ? 1.2 : n <= 4 ? 1.0 : 0.8
up_line = line_colour[1]
down_line = line_colour[5]
array mark_shape[3] = [7, 5, 9]
array mark_colour[3] = [line_colour[2], line_colour[7], line_colour[3]]
array mark_n[3] = [0, 0, 0]
if (n_marks > 0) { stats 'marks.tsv' using (mark_n[int($1)] = mark_n[int($1)] + 1, 0) nooutput }

panel_top = 178 / 720.0

# ---- the legend, one line below the subtitle: only what is there

eval page
legend_size = 19
legend_font = font(legend_size)
x = 30
y = 1 - 118 / 720.0
next_x(k) = x + 62 + 0.56 * legend_size * strlen(page_text[k])
set arrow 801 from screen x / 1280.0, screen y to screen (x + 40) / 1280.0, screen y nohead \
    linecolor rgb up_line linewidth 4.5 dashtype 1
set label 801 page_text[2] at screen (x + 48) / 1280.0, screen y left noenhanced font legend_font textcolor rgb ink
x = next_x(2)
if (has_down) {
    set arrow 802 from screen x / 1280.0, screen y to screen (x + 40) / 1280.0, screen y nohead \
        linecolor rgb down_line linewidth 3.5 dashtype 2
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
set label 806 page_text[7] at screen x / 1280.0, screen y left noenhanced font legend_font textcolor rgb grey

# ---- the plots

set multiplot
do for [p = 1:n] {
    m = 2 + 3 * (p - 1)
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
    do for [t in 'up down'] {
        stats t.'.tsv' using (valid(m + 2) ? (a = column(m + 1), b = column(m + 2), a == a && b == b ? \
            (low = a < low ? a : low, high = b > high ? b : high) : 0) : 0, 0) nooutput
    }
    if (high == low) { high = low + 1 }
    set yrange [(low < 0 ? low - 0.06 * (high - low) : 0):(high > 0 ? high + 0.06 * (high - low) : 0)]
    set clip one
    plot 1 / 0 notitle, \
        'up.tsv' using 1:(column(m + 1)):(column(m + 2)) with filledcurves \
            fillcolor rgb up_line fillstyle transparent solid band_strength noborder, \
        for [k = 1:int(has_down)] 'down.tsv' using 1:(column(m + 1)):(column(m + 2)) with filledcurves \
            fillcolor rgb down_line fillstyle transparent solid band_strength noborder, \
        'up.tsv' using 1:(column(m)) with lines \
            linecolor rgb up_line linewidth curve_width dashtype 1, \
        for [k = 1:int(has_down)] 'down.tsv' using 1:(column(m)) with lines \
            linecolor rgb down_line linewidth 0.9 * curve_width dashtype 2, \
        for [k = 1:int(n_marks > 0 ? 3 : 0)] 'marks.tsv' using \
            (int($1) == k ? $2 : NaN):(column(m + 3)):3:4:(column(m + 4)):(column(m + 5)) \
            with xyerrorbars pointtype mark_shape[k] pointsize mark_size linewidth 2 linecolor rgb mark_colour[k]
}
unset multiplot
