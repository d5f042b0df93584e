// @ts-check
// The vendor's product may lead here with #token=…: what stands behind # is sent to no server and stands in no log. It is taken
// off the address, and out of the history, before it is posted.
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("hand-over"));
const token = /^#(?:.*&)?token=([\w.-]+)/.exec(location.hash)?.[1];
const field = /** @type {HTMLInputElement | null | undefined} */ (form?.querySelector("[name=token]"));

if (form && field && token) {
  history.replaceState(null, "", location.pathname + location.search);
  field.value = token;
  form.submit();
  // Whoever comes back to this page finds nothing in it.
  field.value = "";
}
