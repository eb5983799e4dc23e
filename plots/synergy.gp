# synergy.gp - two drugs together: a map of the excess over a model, isoboles, and the effect
# over doses of the first drug at doses of the second; of `simulate dose --with`.
#
# pathloop sets the terminal and the numbers below, and puts its data beside this file:
#
#   n_down n_across   rows and columns of the map
#   reach             the colours go from -reach to reach
#   is_index          1 for the combination index, of which -log2 is drawn
#   has_numbers       1 when cells have room for their number
#   y_min y_max       effects of the sections, in per cent
#
#   page.tsv      title, subtitle, caption, both drugs, what the map shows, what the
#                 sections show, one on each line
#   cells.tsv     column, row (from 1), colour, number as text
#   doses.tsv     0 for the first drug (rows) or 1 (columns), place, dose as text
#   isoboles.tsv  which isobole (from 0); shares of the doses that have the effect alone
#   levels.tsv    what each isobole is called, and whether there is one
#   sections.tsv  which section (from 0), dose of the first drug [nM], effect [%]
#   names.tsv     the dose of the second drug of each section
#
# Texts come from the files and are only ever used as data.

load 'style.gp'

array dose_drug[n_doses + 1]
array dose_place[n_doses + 1]
array dose_text[n_doses + 1]
stats 'doses.tsv' using (k = int($0) + 1, dose_drug[k] = int($1), dose_place[k] = $2, \
    dose_text[k] = strcol(3), 0) nooutput
array cell_x[n_cells + 1]
array cell_y[n_cells + 1]
array cell_colour[n_cells + 1]
array cell_text[n_cells + 1]
stats 'cells.tsv' using (k = int($0) + 1, cell_x[k] = $1, cell_y[k] = $2, \
    cell_colour[k] = (valid(3) ? $3 : 0), cell_text[k] = strcol(4), 0) nooutput
array level_text[n_levels + 1]
array level_known[n_levels + 1]
stats 'levels.tsv' using (k = int($0) + 1, level_text[k] = strcol(1), level_known[k] = int($2), 0) nooutput
array section_text[n_names + 1]
stats 'names.tsv' using (k = int($0) + 1, section_text[k] = strcol(1), 0) nooutput

# A sixth dash, beside the five of the style, for the sections.
set dashtype 6 (14,4,3,4,3,4)

small = 17
note = 15
n_down = int(n_down)
n_across = int(n_across)

eval page
set multiplot

# ---- the map, on the left

y_base = foot + 96 / 720.0
y_top = 1 - 152 / 720.0
eval axes(118 / 1280.0, 660 / 1280.0, y_base, y_top)
set label 904 page_text[2] at screen (left + right) / 2, screen foot + 24 / 720.0 center noenhanced \
    font font_of(page_text[2], axis_size, 520) textcolor rgb ink
set label 905 page_text[1] at screen 26 / 1280.0, screen (bottom + top) / 2 center rotate by 90 \
    noenhanced font font_of(page_text[1], axis_size, 720 * (top - bottom)) textcolor rgb ink
set label 910 page_text[3] at screen left, screen top + 22 / 720.0 left noenhanced \
    font font_of(page_text[3], 21, has_numbers > 0 ? 540 : 320) textcolor rgb ink
eval diverging
set cbrange [-reach:reach]
if (has_numbers > 0) { unset colorbox } else {
    cb_font = font(13)
    set colorbox horizontal user origin screen 450 / 1280.0, screen top + 27 / 720.0 \
        size screen 205 / 1280.0, screen 11 / 720.0
    set cbtics (-reach, 0, reach) scale 0 offset 0, 0.6 font cb_font textcolor rgb ink
    set format cb '%+.2g'
}
set border 15 front linewidth 1
unset grid
set xrange [0.5:n_across + 0.5]
set yrange [0.5:n_down + 0.5]
set tics scale 0
set xtics ()
set ytics ()
step = n_across > 30 ? 6 : n_across > 20 ? 4 : n_across > 10 ? 2 : 1
map_size = step * 1280 * (right - left) / n_across / 4.6
map_size = map_size > small ? small : map_size
do for [k = 1:n_doses] {
    if (dose_drug[k] == 0) { set ytics add (dose_text[k] dose_place[k]) }
    if (dose_drug[k] == 1 && int(dose_place[k] - 1) % step == 0) { set xtics add (dose_text[k] dose_place[k]) }
}
map_font = font(map_size)
row_font = font(n_down > 20 ? 11 : small)
small_font = font(small)
set xtics noenhanced font map_font
set ytics noenhanced font row_font
if (has_numbers > 0) {
    do for [k = 1:n_cells] {
        set label 1000 + k cell_text[k] at first cell_x[k], first cell_y[k] center front noenhanced \
            font font(n_across > 10 ? 13 : n_across > 8 ? 15 : small) \
            textcolor rgb (cell_colour[k] < -0.3 * reach ? '#FFFFFF' : '#000000')
    }
}
set object 1 rectangle from graph 0, graph 0 to graph 1, graph 1 behind \
    fillcolor rgb grid_colour fillstyle solid 1 noborder
set style fill solid 1 noborder
plot 'cells.tsv' using 1:2:($1 - 0.5):($1 + 0.5):($2 - 0.5):($2 + 0.5):(valid(3) ? $3 : NaN) \
    with boxxyerror fillcolor palette
do for [k = 1:n_cells] { unset label 1000 + k }
unset object 1
unset label 910
eval page_off

# ---- isoboles, above on the right

middle = (y_base + y_top) / 2
eval axes(768 / 1280.0, 1034 / 1280.0, middle + 52 / 720.0, y_top)
set tics font small_font
set label 910 'isoboles; below the line: synergy' at screen left, screen top + 22 / 720.0 left noenhanced \
    font font(small) textcolor rgb ink
set label 911 sprintf('%s, share of dose alone', page_text[1]) at screen (left + right) / 2, \
    screen bottom - 56 / 720.0 center noenhanced \
    font font_of(sprintf('%s, share of dose alone', page_text[1]), note, 300) textcolor rgb ink
set label 912 page_text[2] at screen left - 60 / 1280.0, screen (bottom + top) / 2 center rotate by 90 \
    noenhanced font font_of(page_text[2], note, 190) textcolor rgb ink
most = 1.0
if (n_isoboles > 0) {
    stats 'isoboles.tsv' using (most = $2 > most ? $2 : most, most = $3 > most ? $3 : most, 0) nooutput
}
most = most > 4 ? 4 : most
set xrange [0:1.08 * most]
set yrange [0:1.08 * most]
set xtics (0, 0.5, 1, 2, 3, 4)
set ytics (0, 0.5, 1, 2, 3, 4)
set arrow 1 from 0, 1 to 1, 0 nohead linecolor rgb '#8C8C8C' linewidth 2 dashtype 2
y = top - 8 / 720.0
do for [k = 1:n_levels] {
    set label 920 + k level_text[k] at screen right + 32 / 1280.0, screen y - (k - 1) * 30 / 720.0 left \
        noenhanced font font_of(level_text[k], note, 205) \
        textcolor rgb (level_known[k] ? text_colour[k] : '#8A8A8A') \
        point pointtype (level_known[k] ? point_shape[k] : -1) pointsize 1.2 linecolor rgb line_colour[k] \
        offset character 0.8, -0.2
}
set label 930 'effect: doses alone' at screen right + 40 / 1280.0, screen top + 22 / 720.0 left \
    font font(note) textcolor rgb grey
if (n_isoboles > 0) {
    plot for [k = 1:int(n_levels)] 'isoboles.tsv' using (int($1) == k - 1 ? $2 : NaN):3 with linespoints \
        linetype k linewidth 3 pointsize 0.9 notitle
} else {
    set label 931 'no effect that both reach alone' at graph 0.99, graph 0.96 right font font(note) textcolor rgb grey
    plot -1 notitle
    unset label 931
}
do for [k = 910:931] { unset label k }
unset arrow 1

# ---- sections, below on the right

eval axes(768 / 1280.0, 1034 / 1280.0, y_base, middle - 76 / 720.0)
set tics font small_font
set label 910 page_text[4] at screen left, screen top + 18 / 720.0 left noenhanced \
    font font_of(page_text[4], small, 440) textcolor rgb ink
set label 911 sprintf('%s (nM)', page_text[1]) at screen (left + right) / 2, \
    screen foot + 24 / 720.0 center noenhanced font font(small) textcolor rgb ink
eval log_axis('x')
stats 'sections.tsv' using 2 name 'D' nooutput
decades = log10(D_max / D_min)
set xrange [D_min:D_max]
set format x (D_min < 0.001 || D_max > 1e5 ? '10^{%T}' : '%g')
if (decades > 3.5) { set xtics 100 } else { set xtics 10 }
room = 0.06 * (y_max - y_min) + 1
set yrange [(y_min < 0 ? y_min - room : 0):y_max + room]
# without brackets, which would make it a list of one tic
if (y_max - y_min > 60 && y_max - y_min <= 120) { set ytics 25 }
if (y_max - y_min > 120 && y_max - y_min < 300) { set ytics 50 }
y = top - 4 / 720.0
do for [k = 1:n_names] {
    set label 920 + k section_text[k] at screen right + 66 / 1280.0, screen y - (k - 1) * 26 / 720.0 left \
        noenhanced font font_of(section_text[k], note, 150) textcolor rgb ink
    set arrow 920 + k from screen right + 24 / 1280.0, screen y - (k - 1) * 26 / 720.0 \
        to screen right + 58 / 1280.0, screen y - (k - 1) * 26 / 720.0 nohead linetype k dashtype k linewidth 3
}
plot for [k = 1:int(n_names)] 'sections.tsv' using (int($1) == k - 1 ? $2 : NaN):3 with lines \
    linetype k dashtype k linewidth 3 notitle
unset multiplot
