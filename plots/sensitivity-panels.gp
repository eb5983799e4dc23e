# sensitivity-panels.gp - which constants several readouts depend on, or one in several cells
# or variants: the same constants in each small plot; of `simulate sensitivity`.
#
# pathloop sets the terminal and the numbers below, and puts its data beside this file:
#
#   method         0 local: a tornado; 1 Morris: mu*; 2 Sobol: pairs of bars
#   name_columns   characters of the widest name
#
#   page.tsv     title, subtitle, caption, x label, y label (not drawn), what the lines are
#   names.tsv    the constants, the most important first
#   bars.tsv     for each constant a number with its low and high, and a second one, as in
#                sensitivity.gp: the plots one behind the other
#   panels.tsv   what each plot is called, and its axis: from, to
#
# Texts come from the files and are only ever used as data.

load 'style.gp'

array row_name[n_names + 1]
stats 'names.tsv' using (row_name[int($0) + 1] = strcol(1), 0) nooutput
array title_of[n_panels + 1]
array x_from[n_panels + 1]
array x_to[n_panels + 1]
stats 'panels.tsv' using (k = int($0) + 1, title_of[k] = strcol(1), x_from[k] = $2, \
    x_to[k] = $3, 0) nooutput

n = int(n_panels)
rows = int(n_names)
panel_top = 190 / 720.0
panel_gap_x = 36 / 1280.0
row_size = 720 * panel_height(n) / rows / 1.3
row_size = row_size > 18 ? 18 : row_size
name_room = 0.62 * row_size * name_columns + 30
panel_left = (name_room < 110 ? 110 : name_room > 330 ? 330 : name_room) / 1280.0
whisker = '#9A9A9A'
first(p) = (p - 1) * rows
last(p) = p * rows - 1

set multiplot
do for [p = 1:n] {
    if (p == 1) { eval page } else { eval page_off }
    eval panel(p, n)
    if (p == 1) {
        eval x_name(1)
        set label 904 page_text[1] at screen 0.5 * (panel_left + 1 - panel_right), screen foot + 28 / 720.0 \
            center noenhanced font font_of(page_text[1], axis_size, 900) textcolor rgb ink
        y = 1 - 124 / 720.0
        key_font = font(panel_size - 2)
        set label 920 page_text[3] at screen 1246 / 1280.0, screen y right noenhanced font key_font textcolor rgb grey
        if (method != 1) {
            set label 921 (method == 0 ? 'more of it raises the readout' : 'in total, with all that it takes part in') \
                at screen 48 / 1280.0, screen y left font key_font textcolor rgb text_colour[5] \
                point pointtype 5 pointsize 1.6 linecolor rgb up_colour offset character 1.2, -0.1
            set label 922 (method == 0 ? 'more of it lowers it' : 'alone') at screen 480 / 1280.0, screen y left \
                font key_font textcolor rgb down_colour \
                point pointtype 5 pointsize 1.6 linecolor rgb down_colour offset character 1.2, -0.1
        }
    } else {
        unset label 920
        unset label 921
        unset label 922
    }
    set xrange [x_from[p]:x_to[p]]
    # three or four tics in a small plot
    reach = x_to[p] - x_from[p]
    power = 10.0 ** floor(log10(reach / 3))
    share = reach / 3 / power
    set xtics power * (share >= 5 ? 5 : share >= 2 ? 2 : 1)
    set yrange [rows + 0.6:0.4]
    set border 1
    unset ytics
    set grid xtics noytics back linetype 1 linecolor rgb grid_colour linewidth 1 dashtype solid
    set arrow 1 from first 0, graph 0 to first 0, graph 1 nohead front linecolor rgb ink linewidth 1.5
    do for [k = 1:rows] {
        if ((p - 1) % panel_columns(n) == 0) {
            set label 100 + k row_name[k] at screen left - 12 / 1280.0, first k right noenhanced \
                font font_of(row_name[k], row_size, 1280 * panel_left - 24) textcolor rgb ink
        } else { unset label 100 + k }
    }
    set label 10 title_of[p] at screen left, screen top + 14 / 720.0 left noenhanced \
        font font_of(title_of[p], panel_size, 1280 * panel_width(n)) textcolor rgb ink
    set style fill solid 1.0 noborder
    set errorbars 0.4
    if (method < 2) {
        plot 'bars.tsv' every ::first(p)::last(p) using ($1 >= 0 ? 0.5 * $1 : NaN):($0 + 1):(0.5 * $1):(0.36) \
                with boxxyerror linecolor rgb (method == 0 ? up_colour : line_colour[1]), \
            'bars.tsv' every ::first(p)::last(p) using ($1 < 0 ? 0.5 * $1 : NaN):($0 + 1):(-0.5 * $1):(0.36) \
                with boxxyerror linecolor rgb down_colour, \
            'bars.tsv' every ::first(p)::last(p) using ($3 > $2 ? $1 : NaN):($0 + 1):2:3 with xerrorbars \
                pointtype -1 linecolor rgb whisker linewidth 2 dashtype solid
    } else {
        plot 'bars.tsv' every ::first(p)::last(p) using (0.5 * $1):($0 + 0.8):(0.5 * abs($1)):(0.19) \
                with boxxyerror linecolor rgb up_colour, \
            'bars.tsv' every ::first(p)::last(p) using (0.5 * $4):($0 + 1.2):(0.5 * abs($4)):(0.19) \
                with boxxyerror linecolor rgb down_colour, \
            'bars.tsv' every ::first(p)::last(p) using ($3 > $2 ? $1 : NaN):($0 + 0.8):2:3 with xerrorbars \
                pointtype -1 linecolor rgb ink linewidth 1.5 dashtype solid, \
            'bars.tsv' every ::first(p)::last(p) using ($6 > $5 ? $4 : NaN):($0 + 1.2):5:6 with xerrorbars \
                pointtype -1 linecolor rgb whisker linewidth 2 dashtype solid
    }
}
unset multiplot
