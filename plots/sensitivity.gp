# sensitivity.gp - which constants a readout depends on; of `simulate sensitivity`.
#
# pathloop sets the terminal and the numbers below, and puts its data beside this file:
#
#   method                  0 local: a tornado; 1 Morris: a plane; 2 Sobol: pairs of bars
#   x_min x_max y_max       of the axes; y of Morris's plane
#   name_columns            characters of the widest name
#
#   page.tsv     title, subtitle, caption, x label, y label, what the lines are
#   rows.tsv     for each constant, the most important first: name, then a number with its
#                low and high, and a second one: elasticity and 0; mu* and sigma; total and
#                first-order index; then where a point of the plane has its name: 1 right,
#                2 left, 3 and 4 the same below it, 0 nowhere
#
# Texts come from the files and are only ever used as data.

load 'style.gp'

array row_name[n_rows + 1]
stats 'rows.tsv' using (row_name[int($0) + 1] = strcol(1), 0) nooutput

eval page

if (method == 1) {
    # ---- Morris's plane: mu* and sigma, with the lines at which an effect bends

    eval axes(150 / 1280.0, 1240 / 1280.0, foot + 100 / 720.0, 1 - 140 / 720.0)
    eval x_name(1)
    eval y_name(2)
    set xrange [0:x_max]
    set yrange [0:y_max]
    set grid xtics ytics
    set label 3 page_text[3] at screen 1240 / 1280.0, screen top + 18 / 720.0 right noenhanced \
        font font(panel_size) textcolor rgb grey
    array slope[3] = [0.1, 0.5, 1.0]
    do for [k = 1:3] {
        x = slope[k] * x_max < y_max ? x_max : y_max / slope[k]
        set arrow 10 + k from 0, 0 to x, slope[k] * x nohead back linecolor rgb grey \
            linewidth 1.5 dashtype 2
        set label 20 + k sprintf(k == 3 ? 'sigma = mu*' : 'sigma = %g mu*', slope[k]) at x * 0.985, slope[k] * x * 0.985 \
            right offset character 0, 0.5 font font(panel_size - 3) textcolor rgb grey
    }
    array row_x[n_rows + 1]
    array row_y[n_rows + 1]
    array row_named[n_rows + 1]
    stats 'rows.tsv' using (k = int($0) + 1, row_x[k] = $2, row_y[k] = $5, row_named[k] = $8, 0) \
        nooutput
    do for [k = 1:n_rows] {
        up = row_named[k] > 2 ? -0.5 : 0.5
        if (row_named[k] == 1 || row_named[k] == 3) {
            set label 100 + k row_name[k] at first row_x[k], first row_y[k] left noenhanced \
                offset character 0.7, up font font(panel_size - 2) textcolor rgb ink front
        }
        if (row_named[k] == 2 || row_named[k] == 4) {
            set label 100 + k row_name[k] at first row_x[k], first row_y[k] right noenhanced \
                offset character -0.7, up font font(panel_size - 2) textcolor rgb ink front
        }
    }
    set errorbars 0
    plot 'rows.tsv' using 2:5:3:4 with xerrorbars pointtype -1 linecolor rgb '#A9CBE2' \
            linewidth 1.5 dashtype solid, \
        'rows.tsv' using 2:5 with points pointtype 7 pointsize 1.3 linecolor rgb line_colour[1]
} else {
    # ---- bars, the most important above

    row_size = 20.0 < 500.0 / n_rows / 1.25 ? 20.0 : 500.0 / n_rows / 1.25
    name_width = 0.66 * row_size * name_columns + 36
    eval axes(((name_width < 160 ? 160 : name_width > 480 ? 480 : name_width)) / 1280.0, \
        1240 / 1280.0, foot + 96 / 720.0, 1 - 142 / 720.0)
    eval x_name(1)
    set xrange [x_min:x_max]
    set yrange [n_rows + 0.6:0.4]
    set border 1
    unset ytics
    set grid xtics noytics back linetype 1 linecolor rgb grid_colour linewidth 1 dashtype solid
    set arrow 1 from first 0, graph 0 to first 0, graph 1 nohead front linecolor rgb ink linewidth 1.5
    do for [k = 1:n_rows] {
        set label 100 + k row_name[k] at screen left - 14 / 1280.0, first k right noenhanced \
            font font_of(row_name[k], row_size, 1280 * left - 30) textcolor rgb ink
    }
    y = top + 18 / 720.0
    set label 5 page_text[3] at screen 1240 / 1280.0, screen y right noenhanced font font(panel_size) \
        textcolor rgb grey
    set style fill solid 1.0 noborder
    set errorbars 0.6
    if (method == 0) {
        set label 6 'more of it raises the readout' at screen left, screen y left font font(panel_size) \
            textcolor rgb text_colour[5] point pointtype 5 pointsize 1.7 \
            linecolor rgb up_colour offset character 1.2, -0.1
        set label 7 'more of it lowers it' at screen left + 400 / 1280.0, screen y left \
            font font(panel_size) textcolor rgb down_colour point pointtype 5 pointsize 1.7 \
            linecolor rgb down_colour offset character 1.2, -0.1
        plot 'rows.tsv' using ($2 >= 0 ? 0.5 * $2 : NaN):($0 + 1):(0.5 * $2):(0.36) with boxxyerror \
                linecolor rgb up_colour, \
            'rows.tsv' using ($2 < 0 ? 0.5 * $2 : NaN):($0 + 1):(-0.5 * $2):(0.36) with boxxyerror \
                linecolor rgb down_colour, \
            'rows.tsv' using ($4 > $3 ? $2 : NaN):($0 + 1):3:4 with xerrorbars pointtype -1 \
                linecolor rgb '#9A9A9A' linewidth 2.2 dashtype solid
    } else {
        set label 6 'in total, with all that it takes part in' at screen left, screen y left \
            font font(panel_size) textcolor rgb text_colour[5] point pointtype 5 pointsize 1.7 \
            linecolor rgb up_colour offset character 1.2, -0.1
        set label 7 'alone' at screen left + 470 / 1280.0, screen y left font font(panel_size) \
            textcolor rgb down_colour point pointtype 5 pointsize 1.7 linecolor rgb down_colour \
            offset character 1.2, -0.1
        plot 'rows.tsv' using (0.5 * $2):($0 + 0.8):(0.5 * abs($2)):(0.19) with boxxyerror \
                linecolor rgb up_colour, \
            'rows.tsv' using (0.5 * $5):($0 + 1.2):(0.5 * abs($5)):(0.19) with boxxyerror \
                linecolor rgb down_colour, \
            'rows.tsv' using ($4 > $3 ? $2 : NaN):($0 + 0.8):3:4 with xerrorbars pointtype -1 \
                linecolor rgb ink linewidth 1.8 dashtype solid, \
            'rows.tsv' using ($7 > $6 ? $5 : NaN):($0 + 1.2):6:7 with xerrorbars pointtype -1 \
                linecolor rgb '#9A9A9A' linewidth 2.2 dashtype solid
    }
}
