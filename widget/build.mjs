// Builds the scripts that a product loads into wellheard/web/static/widget, or into the folder named: node build.mjs [folder].
import { createHash } from "node:crypto";
import { readFile, writeFile, mkdir } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import { minify } from "terser";

const here = new URL(".", import.meta.url).pathname;
const folder = process.argv[2] ?? `${here}../wellheard/web/static/widget`;
const target = ["chrome123", "firefox120", "safari17.5"];

// Style sheets travel inside the script, as text for a constructable style sheet.
const styles = {
  name: "styles",
  setup(builder) {
    builder.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true, target });
      return { contents: shorter(code.trim()), loader: "text" };
    });
  },
};

// What the minifier leaves as written: blanks in custom properties; and lines run sideways, so that an inline size is a width.
const shorter = (css) =>
  css.replace(/([:,]) +/g, "$1").replace(/\binline-size\b/g, "width").replace(/\bblock-size\b/g, "height").replace(/-block-start\b/g, "-top");

// Custom properties of ours, as short as they may be; those of the host page begin with "wellheard".
const OURS = ["surface", "radius", "small", "control", "line", "wash", "muted", "main", "on-main", "ink"];
const renamed = (code) => code.replace(/--([a-z-]+)\b/g, (name, bare) => (OURS.includes(bare) ? `--${OURS.indexOf(bare)}` : name));

async function script(name, format, define = {}) {
  const { outputFiles } = await build({
    entryPoints: [`${here}src/${name}.ts`], bundle: true, minify: true, write: false, format, target, define, charset: "utf8",
    legalComments: "none", mangleProps, plugins: [styles],
  });
  const { code } = await minify(renamed(outputFiles[0].text), { module: format === "esm", compress: { passes: 3, unsafe_arrows: true, join_vars: false }, format: { ecma: 2022 } });
  return `${code}\n`;
}

// Names of ours that neither the server, the browser nor what is kept in it knows.
const mangleProps = /^(mayFollow|settle|onopened|onclosed|menu|isQuiet|closed|entry|hello|aside|view|root|of)$/;

// A script asks for the next one by what it contains: a browser may then keep it for ever.
const mark = (text) => createHash("sha256").update(text).digest("hex").slice(0, 8);
const screenshot = await script("screenshot", "esm");
const tab = await script("tab", "esm", { SCREENSHOT: JSON.stringify(`screenshot.js?${mark(screenshot)}`) });
const loader = await script("loader", "iife", { TAB: JSON.stringify(`tab.js?${mark(tab)}`) });

await mkdir(folder, { recursive: true });
for (const [name, text] of [["v1.js", loader], ["tab.js", tab], ["screenshot.js", screenshot]]) {
  await writeFile(`${folder}/${name}`, text);
  console.log(`${name}: ${Buffer.byteLength(text)} bytes, ${gzipSync(text, { level: 9 }).length} gzipped`);
}
