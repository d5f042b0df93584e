// @ts-check
/** Says to the tab on the page for trying it as whom a colleague looks. */
const page = /** @type {any} */ (window);
page.wellheard ??= [];
const token = document.querySelector("meta[name=wellheard-token]")?.getAttribute("content");
page.wellheard.push(token ? ["identify", token] : ["reset"]);
