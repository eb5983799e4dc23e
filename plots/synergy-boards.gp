# synergy-boards.gp - two drugs together in several cells, variants or readouts: a small map
# for each, with one scale of colours; of `simulate dose --with`.
#
# pathloop sets the terminal and the numbers below, and puts its data beside this file:
#
#   n_down n_across   rows and columns of every map
#   reach             the colours go from -reach to reach
#   is_index          1 for the combination index, of which -log2 is drawn
#   is_synergy        1 when colours above 0 are synergy; else they are effects
#
#   page.tsv     title, subtitle, caption, the drug across, the drug down, the unit of the
#                colours, one on each line
#   cells.tsv    column, row (from 1), colour: the maps one behind the other
#   doses.tsv    0 for the drug down or 1 across, place, dose as text
#   panels.tsv   what each map is called
#
# Texts come from the files and are only ever used as data.

load 'style.gp'

array dose_drug[n_doses + 1]
array dose_place[n_doses + 1]
array dose_text[n_doses + 1]
stats 'doses.tsv' using (k = int($0) + 1, dose_drug[k] = int($1), dose_place[k] = $2, \
    dose_text[k] = strcol(3), 0) nooutput
array title_of[n_panels + 1]
stats 'panels.tsv' using (title_of[int($0) + 1] = strcol(1), 0) nooutput

n = int(n_panels)
n_down = int(n_down)
n_across = int(n_across)
panel_left = 128 / 1280.0
panel_right = 122 / 1280.0
panel_gap_x = 88 / 1280.0
# as many doses are named as have room
dose_size = panel_columns(n) <= 2 ? 17 : 14
step_of(n_doses, room, each) = room >= n_doses * each ? 1 : int(ceil(n_doses * each / room))
step_x = step_of(n_across, 1280 * panel_width(n), 4.2 * dose_size)
step_y = step_of(n_down, 720 * panel_height(n), 1.4 * dose_size)
cell_count = n_down * n_across
index_name(p) = p < 0 ? sprintf('%g', 2.0 ** -p) : p > 0 ? sprintf('1/%g', 2.0 ** p) : '1'

set multiplot
do for [p = 1:n] {
    if (p == 1) { eval page } else { eval page_off }
    eval panel(p, n)
    if (p == 1) { eval panel_names(1, 2) }
    eval diverging
    set cbrange [-reach:reach]
    if (p == 1) {
        bar_font = font(16)
        set colorbox vertical user origin screen 1 - 96 / 1280.0, screen foot + 180 / 720.0 \
            size screen 20 / 1280.0, screen 1 - foot - 370 / 720.0
        if (is_index > 0) {
            set cbtics () scale 0 font bar_font textcolor rgb ink
            do for [e = -3:3] { set cbtics add (index_name(e) e) }
        } else {
            set cbtics autofreq scale 0 font bar_font textcolor rgb ink
            set format cb '%g'
        }
        set label 920 page_text[3] at screen 1 - 96 / 1280.0, screen 1 - 172 / 720.0 left noenhanced \
            font bar_font textcolor rgb ink
        if (is_synergy > 0) {
            set label 921 'synergy' at screen 1 - 110 / 1280.0, screen 1 - 160 / 720.0 offset 0, 1.1 left \
                font bar_font textcolor rgb ink
            set label 922 'antagonism' at screen 1 - 110 / 1280.0, screen foot + 158 / 720.0 left \
                font bar_font textcolor rgb ink
        }
    } else {
        unset colorbox
        unset label 920
        unset label 921
        unset label 922
    }
    set border 15 front linewidth 1
    unset grid
    set xrange [0.5:n_across + 0.5]
    set yrange [0.5:n_down + 0.5]
    dose_font = font(dose_size)
    set tics scale 0
    set xtics () noenhanced font dose_font
    set ytics () noenhanced font dose_font
    do for [k = 1:n_doses] {
        if (dose_drug[k] == 0 && int(dose_place[k] - 1) % step_y == 0) { set ytics add (dose_text[k] dose_place[k]) }
        if (dose_drug[k] == 1 && int(dose_place[k] - 1) % step_x == 0) { set xtics add (dose_text[k] dose_place[k]) }
    }
    set label 10 title_of[p] at screen left, screen top + 16 / 720.0 left noenhanced \
        font font_of(title_of[p], panel_columns(n) <= 2 ? panel_size : 16, 1280 * panel_width(n)) \
        textcolor rgb ink
    set object 1 rectangle from graph 0, graph 0 to graph 1, graph 1 behind \
        fillcolor rgb grid_colour fillstyle solid 1 noborder
    set style fill solid 1 noborder
    plot 'cells.tsv' every ::((p - 1) * cell_count)::(p * cell_count - 1) \
        using 1:2:($1 - 0.5):($1 + 0.5):($2 - 0.5):($2 + 0.5):(valid(3) ? $3 : NaN) \
        with boxxyerror fillcolor palette
}
unset multiplot
