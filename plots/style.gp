# style.gp - colours, dashes, points, fonts and the page of the plots.
#
# Copy the folder that holds models/ and plots/, edit the copy, and name it in the
# environment: PATHLOOP_DATA=my-copy simulate --plot …
#
# The page is 1280 wide and 720 high, whatever the format of the file. Sizes of fonts are
# in these units; places are shares of the page, from its lower left corner: 28 / 720.0.
#
# A template begins with load 'style.gp', and finds:
#
#   page_title page_subtitle page_caption page_text[1 … n_texts]
#                             what page.tsv says
#   foot                      the share of the page that the caption takes, 0 without one:
#                             all else stands above it
#   eval page                 puts title, subtitle and caption on the page
#   eval page_off             takes them off, and the names of the axes, for the second and
#                             later plots of one page
#   eval axes(left, right, bottom, top)
#                             the rectangle of the axes, as shares, with border, tics, grid,
#                             and linear until told otherwise; sets left, right, bottom, top
#   eval panel(k, n)          the same for the k-th of n small plots, row by row; leaves
#                             panel_right free beside them
#   eval x_name(k), eval y_name(k)
#                             page_text[k] below the axes, right above foot; left of them
#   eval panel_names(i, k)    page_text[i] below, page_text[k] left of all small plots
#   eval log_axis('x')        a logarithmic axis, with its small tics
#   eval fold_axis('y', low, high)
#                             a logarithmic axis for folds between low and high: halves and
#                             doubles of 1, written 1/8 … 1/2 1 2 … 8; decimals where the
#                             axis shows less than three of them, or hundreds
#   eval fold_tics('y', low, high, step)
#                             only its tics, one for each 2 ** step; fold_name(e) is what
#                             2 ** e is called
#   eval sequential, eval diverging, eval diverging_fold(reach)
#                             palettes: dark is low, in grey too; the last for folds from
#                             1 / reach to reach
#   font(size)                the font of that size
#   fit(n, size, width)       the size at which n characters are no wider than width
#   font_of(text, size, width)
#                             the font in which a text is no wider than width
#
# Texts are data, whatever is in them: set them noenhanced, and put none into a string that
# eval or a macro takes.
#
# Data files have rows only, tab separated. n_NAME is the number of rows of NAME.tsv: of an
# empty file gnuplot would complain. Texts come into arrays like this:
#
#   array bar_text[n_bars + 1]
#   if (n_bars > 0) { stats 'bars.tsv' using (bar_text[int($0) + 1] = strcol(1), 0) nooutput }

# ---- curves

# Okabe and Ito's colours without the yellow, which white paper swallows: people with
# any kind of colour vision can tell them apart.
array line_colour[7] = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#000000']

# The same hues, darker, for text.
array text_colour[7] = ['#005F96', '#B34700', '#00775A', '#A34A7A', '#9A6500', '#1F7DB5', '#000000']

# Five dashes beside seven colours: 35 curves that all differ, also in grey.
set dashtype 1 solid
set dashtype 2 (9,4)
set dashtype 3 (16,4,3,4)
set dashtype 4 (20,6)
set dashtype 5 (3,3)

# Filled circle, square, triangle, triangle on its tip, diamond.
array point_shape[5] = [7, 5, 9, 11, 13]

do for [i = 1:35] {
    set linetype i linecolor rgb line_colour[(i - 1) % 7 + 1] dashtype 1 + (i - 1) % 5 \
        linewidth (i % 2 == 1 ? 4.5 : 3.5) pointtype point_shape[(i - 1) % 5 + 1]
}
set linetype cycle 35

# ---- areas

# Stacked areas and bars, from dark to light: in grey each is lighter than the one before.
# The last is for what is left over. Text stands on the first four in white.
array fill_colour[8] = ['#12355B', '#7A3B69', '#B5532A', '#3A9A80', '#5FA8D3', '#E9B667', '#C8E0B0', '#EDEDED']
fill_text(k) = k <= 4 ? '#FFFFFF' : '#222222'

# Below 1 and above 1, or loss and gain: the first is the darker one.
down_colour = '#1F4E79'
up_colour = '#E39A4B'

band_strength = 0.22   # of a band around a curve: 0 invisible, 1 opaque
shade_colour = '#5B7C99'
shade_strength = 0.10

sequential = "set palette defined (0 '#30123B', 0.25 '#31688E', 0.5 '#21918C', 0.75 '#7AD151', 1 '#FDE725')"
diverging = "set palette defined (0 '#08204A', 0.2 '#1F5596', 0.4 '#5E8DB8', 0.5 '#9C9C98', 0.6 '#CFA455', 0.8 '#F5C04F', 1 '#FFF7B0')"

# ---- text

ink = '#222222'        # axes and text
grey = '#666666'       # what stands back
grid_colour = '#D8D8D8'

face = 'Arial'         # a stand-in that looks alike is taken where it is missing
title_size = 34
subtitle_size = 25
axis_size = 26
tic_size = 24
bar_size = 22
panel_size = 20        # of small plots, tics and names
caption_size = 15      # larger, and its lines do not fit
caption_line = 21      # from one line to the next, as the program counts

font(size) = sprintf('%s,%.1f', face, size)
fit(n, size, width) = n * 0.52 * size > width ? width / (0.52 * n) : size
font_of(text, size, width) = font(fit(strlen(text), size, width))

# ---- the page

if (!exists('foot')) { foot = 0.0 }
if (!exists('n_texts')) { n_texts = 0 }
page_title = ''
page_subtitle = ''
page_caption = ''
array page_text[n_texts + 1]
if (exists('has_caption')) { # a template that pathloop runs
    set datafile separator tab
    array page_line[n_texts + 3]
    stats 'page.tsv' using (page_line[int($0) + 1] = strcol(1), 0) nooutput
    page_title = page_line[1]
    page_subtitle = page_line[2]
    page_caption = page_line[3]
    do for [i = 1:n_texts] { page_text[i] = page_line[i + 3] }
}

page = "set label 901 page_title at screen 0.022, screen 1 - 42 / 720.0 left noenhanced \
    font font_of(page_title, title_size, 1230) textcolor rgb ink; \
    set label 902 page_subtitle at screen 0.022, screen 1 - 84 / 720.0 left noenhanced \
    font font_of(page_subtitle, subtitle_size, 1230) textcolor rgb grey; \
    set label 903 page_caption at screen 0.022, screen foot - 0.5 * caption_line / 720.0 left \
    noenhanced font font(caption_size) textcolor rgb grey"
page_off = 'do for [i = 901:905] { unset label i }'

# ---- axes

axes(l, r, b, t) = sprintf('left = %.6f; right = %.6f; bottom = %.6f; top = %.6f', l, r, b, t). \
    '; set lmargin at screen left; set rmargin at screen right'. \
    '; set bmargin at screen bottom; set tmargin at screen top; '.axes_style
axes_style = "unset logscale xy; set autoscale xy; set xtics autofreq; set ytics autofreq; \
    unset mxtics; unset mytics; set border 3 back linecolor rgb ink linewidth 1.5; tic_font = font(tic_size); \
    set tics nomirror out scale 0.6 font tic_font textcolor rgb ink; \
    set format '%g'; set minussign; unset key; \
    set grid ytics linetype 1 linecolor rgb grid_colour linewidth 1 dashtype solid; \
    set grid noxtics nomytics back"

# Small plots: their number in a row, and in a column, and the room around them.
panel_columns(n) = n <= 3 ? n : n == 4 ? 2 : n <= 9 ? 3 : n <= 16 ? 4 : int(ceil(sqrt(1.2 * n)))
panel_rows(n) = (n + panel_columns(n) - 1) / panel_columns(n)
panel_left = 100 / 1280.0
panel_right = 34 / 1280.0
panel_top = 150 / 720.0    # title, subtitle and the name of the first row
panel_bottom = 96 / 720.0  # besides the caption
panel_gap_x = 74 / 1280.0
panel_gap_y = 76 / 720.0
panel_width(n) = (1 - panel_left - panel_right + panel_gap_x) / panel_columns(n) - panel_gap_x
panel_height(n) = (1 - panel_top - panel_bottom - foot + panel_gap_y) / panel_rows(n) - panel_gap_y
panel_x(k, n) = panel_left + (k - 1) % panel_columns(n) * (panel_width(n) + panel_gap_x)
panel_y(k, n) = 1 - panel_top - panel_height(n) \
    - (k - 1) / panel_columns(n) * (panel_height(n) + panel_gap_y)
panel(k, n) = axes(panel_x(k, n), panel_x(k, n) + panel_width(n), panel_y(k, n), \
    panel_y(k, n) + panel_height(n)).'; panel_font = font(panel_size); set tics font panel_font'

x_name(k) = sprintf('set label 904 page_text[%d] at screen (left + right) / 2, ', k). \
    'screen foot + 28 / 720.0 center noenhanced textcolor rgb ink '. \
    sprintf('font font_of(page_text[%d], axis_size, 1280 * (right - left))', k)
y_name(k) = sprintf('set label 905 page_text[%d] at screen 28 / 1280.0, ', k). \
    'screen (bottom + top) / 2 center rotate by 90 noenhanced textcolor rgb ink '. \
    sprintf('font font_of(page_text[%d], axis_size, 720 * (top - bottom))', k)
panel_names(i, k) = sprintf('set label 904 page_text[%d] at screen 0.5, ', i). \
    'screen foot + 28 / 720.0 center noenhanced textcolor rgb ink '. \
    sprintf('font font_of(page_text[%d], axis_size, 1230); ', i). \
    sprintf('set label 905 page_text[%d] at screen 28 / 1280.0, ', k). \
    'screen (1 + foot) / 2 - 31 / 720.0 center rotate by 90 noenhanced textcolor rgb ink '. \
    sprintf('font font_of(page_text[%d], axis_size, 480)', k)

log_axis(axis) = sprintf('set logscale %s 10; set m%stics 10', axis, axis)

fold_axis(axis, low, high) = sprintf('set logscale %s 2; set m%stics default; ', axis, axis). \
    sprintf('set %srange [%.9g:%.9g]; ', axis, low, high). \
    (high / low > 300.0 ? sprintf('set %stics autofreq; ', axis).log_axis(axis) \
    : high / low > 6.0 ? fold_tics(axis, low, high, 1) \
    : sprintf('set %stics ', axis).(high / low > 3.0 ? half_fold_steps : fine_fold_steps))
fold_name(e) = e < 0 ? sprintf('1/%d', int(2.0 ** -e + 0.5)) : sprintf('%d', int(2.0 ** e + 0.5))
fold_tics(axis, low, high, step) = sprintf("set %stics ('1' 1); ", axis). \
    sprintf('do for [e = %d:%d] { if (e %% %d == 0) ', first_fold(low), last_fold(high), step). \
    sprintf('{ set %stics add (fold_name(e) 2.0 ** e) } }', axis)
first_fold(low) = int(ceil(log(low) / log(2) - 0.001))
last_fold(high) = int(floor(log(high) / log(2) + 0.001))
half_fold_steps = '(0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5)'
fine_fold_steps = '(0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3)'
diverging_fold(reach) = diverging.'; set logscale cb 2; '. \
    sprintf('set cbrange [%.9g:%.9g]', 1.0 / reach, reach). \
    (reach < 2.1 ? '; set cbtics '.fine_fold_steps : '')
