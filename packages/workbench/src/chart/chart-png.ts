import { Resvg } from '@resvg/resvg-js'

/** Pixels of the picture for each pixel of the drawing: sharp on the screens of today. */
const SCALE = 2

/** An SVG as PNG. Letters come from the fonts of the machine: Japanese needs one that has it. */
export function pngOf(svg: string): Uint8Array {
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: SCALE },
    font: { loadSystemFonts: true },
  })
  return picture.render().asPng()
}
