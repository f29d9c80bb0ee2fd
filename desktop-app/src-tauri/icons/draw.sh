#!/bin/sh
# Draws the app's icon: three circles, gathered. Needs ImageMagick; the results are committed.
set -eu
cd "$(dirname "$0")"
convert -size 1024x1024 xc:none \
  -fill '#F6F4EF' -draw 'roundrectangle 64,64 960,960 208,208' \
  -fill '#A9D3C6' -draw 'circle 560,318 560,410' \
  -fill '#5FA895' -draw 'circle 690,488 690,620' \
  -fill '#0F665A' -draw 'circle 410,590 410,806' \
  -depth 8 drawn.png
for size in 32 128 256 512; do convert drawn.png -resize "${size}x${size}" "PNG32:${size}x${size}.png"; done
convert drawn.png -define icon:auto-resize=256,64,48,32,16 icon.ico
cp 512x512.png icon.png
rm drawn.png
