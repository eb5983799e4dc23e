# style.gp - colours, dashes, points and fonts of the plots.
#
# Copy this folder, edit, and name the copy when you plot. Sizes are in units of a page
# that is 1280 wide and 720 high, whatever the format of the file.

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

ink = '#222222'        # axes and text
grey = '#666666'       # what stands back
grid_colour = '#D8D8D8'
shade_colour = '#5B7C99'
shade_strength = 0.10  # 0 invisible, 1 opaque

face = 'Arial'         # a stand-in that looks alike is taken where it is missing
title_size = 34
subtitle_size = 25
axis_size = 26
tic_size = 24
bar_size = 22
