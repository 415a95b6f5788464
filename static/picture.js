// A chart as a PNG, drawn in the browser: its finding above it, what it is about below it, in the
// font of the page. Plotly's own picture has neither the words nor the font.
(() => {
  const WIDTH = 1200, SCALE = 2, EDGE = 24, LINE = 1.7;
  // "FD" draws every digit as a Persian one; codes keep theirs
  const FAMILIES = { fa: ["Vazirmatn FD", "Vazirmatn"], en: ["Vazirmatn"] };
  const WEIGHTS = { Regular: "100 599", Bold: "600 900" };

  addEventListener("click", (event) => {
    const button = event.target.closest?.("button.picture");
    if (button) take(button);
  });

  const take = async (button) => {
    const { chart, title, about } = button.dataset;
    const plot = document.querySelector(`.st-key-${CSS.escape(chart)} .js-plotly-plot`);
    if (!plot) return;
    const picture = await drawn(plot, title, JSON.parse(about));
    const link = document.createElement("a");
    link.download = `${chart}.png`;
    link.href = URL.createObjectURL(await painted(picture));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };

  // One SVG: lines of text, the layers of the chart, lines of text
  const drawn = async (plot, title, about) => {
    const page = getComputedStyle(document.querySelector(".stApp"));
    const box = plot.getBoundingClientRect();
    const width = box.width + 2 * EDGE;
    const above = wrapped(title, "700 18px Vazirmatn", width - 2 * EDGE);
    const below = about.flatMap((line) => wrapped(line, "13px Vazirmatn", width - 2 * EDGE));
    const top = EDGE + above.length * 18 * LINE + 8;
    const bottom = top + box.height + 8;
    const height = bottom + below.length * 13 * LINE + EDGE;
    const text = (lines, y, size, weight) => lines.map((line, at) => {
      const start = document.documentElement.dir === "rtl" ? width - EDGE : EDGE;
      const place = `x="${start}" y="${y + (at + 0.8) * size * LINE}" font-size="${size}"`;
      return `<text ${place} font-weight="${weight}" fill="${page.color}"
        direction="${document.documentElement.dir}">${escaped(line)}</text>`;
    }).join("");
    const layers = [...plot.querySelectorAll(".main-svg")].map((layer) => {
      const copy = layer.cloneNode(true);
      copy.setAttribute("x", EDGE);
      copy.setAttribute("y", top);
      copy.setAttribute("style", "");
      copy.querySelectorAll(".hoverlayer > *").forEach((hover) => hover.remove());
      return new XMLSerializer().serializeToString(copy);
    });
    return {
      width, height,
      source: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"
        width="${width}" height="${height}"><style>${await fonts()}</style>
        <rect width="100%" height="100%" fill="${page.backgroundColor}"/>
        ${text(above, EDGE, 18, 700)}${layers.join("")}${text(below, bottom, 13, 400)}</svg>`,
    };
  };

  const painted = async ({ width, height, source }) => {
    const canvas = document.createElement("canvas");
    const scale = SCALE * Math.max(1, WIDTH / width / SCALE);
    [canvas.width, canvas.height] = [width * scale, height * scale];
    const context = canvas.getContext("2d");
    context.scale(scale, scale);
    // An image is ready before its fonts are: text drawn the first time may be missing
    for (const wait of [0, 200]) {
      const image = new Image();
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
      await image.decode();
      await new Promise((done) => setTimeout(done, wait));
      context.drawImage(image, 0, 0);
    }
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  };

  const wrapped = (text, font, width) => {
    const context = document.createElement("canvas").getContext("2d");
    context.font = font;
    const lines = [""];
    for (const word of text.split(" ")) {
      const longer = `${lines.at(-1)} ${word}`.trim();
      if (context.measureText(longer).width > width && lines.at(-1)) lines.push(word);
      else lines[lines.length - 1] = longer;
    }
    return lines;
  };

  const escaped = (text) => new Option(text).innerHTML;

  // An image may not ask for a font: it is written into it
  const fonts = async () => {
    const families = FAMILIES[document.documentElement.lang];
    const faces = families.flatMap((family) => Object.keys(WEIGHTS).map(async (style) => {
      const file = `${family.replace(" ", "-")}-${style}.woff2`;
      const data = await encoded(await (await fetch(`/app/static/fonts/${file}`)).blob());
      return `@font-face { font-family: "${family}"; font-weight: ${WEIGHTS[style]};
        src: url(${data}) }`;
    }));
    const names = families.map((family) => `"${family}"`).join(", ");
    return `${(await Promise.all(faces)).join("")}
      text { font-family: ${names}; unicode-bidi: plaintext }`;
  };

  const encoded = (blob) => new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(blob);
  });
})();
