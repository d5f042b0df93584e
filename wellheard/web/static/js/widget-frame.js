// @ts-check
/** Between an app and the tab in its web view: calls come in as messages, and the app is told when the tab is ready.
 * A message is {wellheard: ["identify", "<token>"]}, as an object or as JSON; the calls are those of wellheard(…). */

const CALLS = new Set(["identify", "open", "context", "event", "consent", "reset"]);
const page = /** @type {any} */ (window);
page.wellheard ??= [];

window.addEventListener("message", ({ data, source }) => {
    // The app itself, or the page around this one; not another frame.
    if (source && source !== window && source !== window.parent) return;
    const call = callOf(data);
    if (call) page.wellheard.push(call);
});
// Older Android web views dispatch on the document.
document.addEventListener("message", (event) => {
    const call = callOf(/** @type {any} */ (event).data);
    if (call) page.wellheard.push(call);
});
window.addEventListener("load", () => tell({ wellheard: "ready" }));

/** @param {unknown} data @returns {unknown[] | null} */
function callOf(data) {
    try {
        const said = typeof data === "string" ? JSON.parse(data) : data;
        const call = said?.wellheard;
        return Array.isArray(call) && CALLS.has(call[0]) ? call : null;
    } catch {
        return null;
    }
}

/** @param {object} said */
function tell(said) {
    page.ReactNativeWebView?.postMessage(JSON.stringify(said));
    page.webkit?.messageHandlers?.wellheard?.postMessage(said);
    page.chrome?.webview?.postMessage(said);
    page.WellheardApp?.postMessage(JSON.stringify(said));
    if (window.parent !== window) window.parent.postMessage(said, "*");
}
