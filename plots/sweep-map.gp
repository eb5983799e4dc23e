# sweep-map.gp - readouts over two quantities, each a map in colours, with a line where its
# fold is 1; of `simulate sweep --plot`.
#
# pathloop sets the terminal and the numbers below, and puts its data beside this file:
#
#   x_min x_max y_min y_max   the axes
#   x_log y_log               1 when they are logarithmic
#
#   page.tsv     title, subtitle, caption, x label, y label, what the colours are of, one on
#                each line; the last is empty where maps differ
#   panels.tsv   what each map is called, its least and largest value, and for folds how far
#                the colours reach from 1, else 0
#   cells.tsv    map, box (from and to along x, along y), value; none for a point without one
#   lines.tsv    map, x and y of both ends of each piece of its line
#
# Texts come from the files and are only ever used as data.

load 'style.gp'

array title_of[n_panels + 1]
array low_of[n_panels + 1]
array high_of[n_panels + 1]
array reach_of[n_panels + 1]
stats 'panels.tsv' using (k = int($0) + 1, title_of[k] = strcol(1), low_of[k] = $2, \
    high_of[k] = $3, reach_of[k] = $4, 0) nooutput

n = int(n_panels)
x_log = int(x_log)
y_log = int(y_log)
panel_columns(n) = n == 1 ? 1 : 2
panel_left = 124 / 1280.0
panel_right = (n == 1 ? 220 : 120) / 1280.0
panel_top = (n == 1 ? 112 : 146) / 720.0
panel_gap_x = 190 / 1280.0
panel_size = n == 1 ? tic_size : 17
title_font_size = 20
do for [p = 1:n] {
    title_font_size = fit(strlen(title_of[p]), title_font_size, 1280 * panel_width(n) + 120)
}
title_font = font(title_font_size)
tick_font = font(n == 1 ? 20 : 14)
line_width = n == 1 ? 4 : 3
decades(low, high) = log10(high / low)

# Boxes are a pixel wider and higher than they are: no seam is left between two.
wider(a, low, high, share, is_log) = is_log ? a * (high / low) ** share : a + (high - low) * share

set style fill solid 1 noborder
set multiplot
do for [p = 1:n] {
    if (p == 1) {
        eval page
        eval panel(p, n)
        eval panel_names(1, 2)
    } else {
        eval page_off
        unset label 11
        eval panel(p, n)
    }
    if (p == 1 && strlen(page_text[3]) > 0) {
        set label 11 page_text[3] at screen 1256 / 1280.0, screen (1 + foot) / 2 - 8 / 720.0 \
            center rotate by 90 noenhanced font font_of(page_text[3], axis_size, 480) \
            textcolor rgb ink
    }
    set label 10 title_of[p] at screen left, screen top + 18 / 720.0 left noenhanced \
        font title_font textcolor rgb ink
    if (x_log) { eval log_axis('x') }
    if (y_log) { eval log_axis('y') }
    set xrange [x_min:x_max]
    set yrange [y_min:y_max]
    set border 15 front
    unset grid
    unset logscale cb
    set cbtics autofreq font tick_font textcolor rgb ink
    set format cb '%g'
    if (reach_of[p] > 0) {
        eval diverging_fold(reach_of[p])
        if (reach_of[p] > 2.1 && reach_of[p] < 300) {
            set cbtics ('1' 1)
            step = reach_of[p] > 20 ? 2 : 1
            do for [e = first_fold(1 / reach_of[p]):last_fold(reach_of[p])] {
                if (e % step == 0) { set cbtics add (fold_name(e) 2.0 ** e) }
            }
        }
        if (reach_of[p] >= 300) { set logscale cb 10; set cbtics autofreq }
    } else {
        eval sequential
        set cbrange [low_of[p]:high_of[p]]
    }
    set cbtics font tick_font
    set colorbox user origin screen right + 18 / 1280.0, screen bottom \
        size screen (n == 1 ? 26 : 16) / 1280.0, screen (top - bottom)
    set object 1 rectangle from graph 0, graph 0 to graph 1, graph 1 behind \
        fillcolor rgb grid_colour fillstyle solid 1 noborder
    x_share = 1 / (1280 * (right - left))
    y_share = 1 / (720 * (top - bottom))
    plot 1 / 0 notitle, \
        for [k = 1:(n_cells > 0 ? 1 : 0)] 'cells.tsv' using (int($1) == p ? 0.5 * ($2 + $3) : NaN):(0.5 * ($4 + $5)): \
            2:(wider($3, x_min, x_max, x_share, x_log)): \
            4:(wider($5, y_min, y_max, y_share, y_log)):6 \
            with boxxyerror fillcolor palette notitle, \
        for [k = 1:(n_lines > 0 ? 2 : 0)] 'lines.tsv' using (int($1) == p ? $2 : NaN):3: \
            ($4 - $2):($5 - $3) with vectors nohead \
            linecolor rgb (k == 1 ? '#FFFFFF' : '#000000') \
            linewidth (k == 1 ? 2.2 * line_width : line_width) dashtype 1 notitle
}
unset multiplot
