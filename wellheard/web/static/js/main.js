// What every page loads. Each part adds to what already works without it.
import "./palette.js";
import "./toasts.js";
import "./once.js";
import "./confirm.js";
import "./dialogs.js";
import "./replies.js";
import "./dropping.js";
import "./columns.js";
import "./passages.js";
import "./rail.js";
