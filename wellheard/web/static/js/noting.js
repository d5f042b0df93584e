// @ts-check
// Something is noted on the server while one goes on.

/** Post to an address that answers with nothing. @param {string} url @param {URLSearchParams} [body] */
export function note(url, body = new URLSearchParams()) {
  const token = /** @type {HTMLInputElement | null} */ (document.querySelector("[name=csrfmiddlewaretoken]"))?.value ?? "";
  return fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token }, keepalive: true }).catch(() => null);
}
