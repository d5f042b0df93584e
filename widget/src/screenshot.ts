/** A picture of the screen: taken, looked at, covered where nobody should see it, and only then sent. Loaded on demand. */

type Text = (key: string) => string;
interface Reply {
  status: number;
  data: object;
}

const LONGEST_SIDE = 1600;
const LINE = "oklch(55% 0.2 27)";

/** Let the person choose what to show and cover what they do not want to show; null when they think better of it. */
export async function take(root: HTMLElement, text: Text): Promise<HTMLCanvasElement | null> {
  const asked = Date.now();
  let source = await fromScreen(root);
  // Refused at once, it was the page or the browser; later, it was the person, who is not asked for a file instead.
  if (!source && Date.now() - asked < 300) source = await fromFile();
  return source && cover(draw(source), root, text);
}

/** Send a picture that was kept as a data URL; its id, or null when the server does not want it. Fails when it should be tried again. */
export async function sendPicture(kept: string, send: (body: Blob) => Promise<Reply>): Promise<string | null> {
  // Not by fetch(), which a page may forbid for such addresses.
  const bytes = Uint8Array.from(atob(kept.split(",")[1] ?? ""), (letter) => letter.charCodeAt(0));
  const { status, data } = await send(new Blob([bytes], { type: "image/jpeg" }));
  if (status < 200 || status > 499 || status === 401 || status === 429) throw new Error("The picture has not arrived yet.");
  return (data as { id?: string }).id ?? null;
}

type Source = ImageBitmap | HTMLVideoElement;

async function fromScreen(root: HTMLElement): Promise<Source | null> {
  const wish = { video: { displaySurface: "browser" }, preferCurrentTab: true, selfBrowserSurface: "include" };
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia(wish as DisplayMediaStreamOptions);
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = stream;
    root.style.visibility = "hidden";
    try {
      await video.play();
      // The first pictures may still show the browser's own question, and us.
      await new Promise((go) => setTimeout(go, 400));
      return await createImageBitmap(video);
    } finally {
      root.style.visibility = "";
      for (const track of stream.getTracks()) track.stop();
    }
  } catch {
    return null;
  }
}

/** Phones and older browsers take no picture of the screen by themselves: a file does. */
const fromFile = (): Promise<Source | null> =>
  new Promise((tell) => {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = "image/png,image/jpeg,image/webp";
    input.addEventListener("change", () => tell(input.files?.[0] ? createImageBitmap(input.files[0]).catch(() => null) : null));
    input.addEventListener("cancel", () => tell(null));
    input.click();
  });

function draw(source: Source): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  const share = Math.min(1, LONGEST_SIDE / Math.max(source.width, source.height));
  canvas.width = Math.round(source.width * share);
  canvas.height = Math.round(source.height * share);
  canvas.getContext("2d")?.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Show the picture large; areas are dragged, or placed and moved with the arrow keys. */
function cover(picture: HTMLCanvasElement, root: HTMLElement, text: Text): Promise<HTMLCanvasElement | null> {
  return new Promise((tell) => {
    const dialog = document.createElement("dialog");
    const words = document.createElement("p");
    const view = document.createElement("canvas");
    const areas: Area[] = [];
    let area: Area | null = null;
    let start: [number, number] | null = null;

    const paint = (): void => {
      const brush = view.getContext("2d");
      brush?.drawImage(picture, 0, 0);
      for (const one of areas) blur(view, one);
      if (!brush || !area) return;
      brush.strokeStyle = LINE;
      brush.lineWidth = Math.max(2, view.width / 400);
      brush.strokeRect(area.x, area.y, area.width, area.height);
    };
    const place = (event: PointerEvent): [number, number] => {
      const box = view.getBoundingClientRect();
      return [((event.clientX - box.left) * view.width) / box.width, ((event.clientY - box.top) * view.height) / box.height];
    };
    const settle = (): void => {
      if (area && area.width > 4 && area.height > 4) areas.push(area);
      area = start = null;
      paint();
    };
    const finish = (result: HTMLCanvasElement | null): void => {
      dialog.close();
      dialog.remove();
      tell(result);
    };

    view.width = picture.width;
    view.height = picture.height;
    view.tabIndex = 0;
    view.setAttribute("role", "application");
    view.setAttribute("aria-label", text("blur"));
    words.textContent = text("blur");
    view.addEventListener("pointerdown", (event) => {
      view.setPointerCapture(event.pointerId);
      start = place(event);
    });
    view.addEventListener("pointermove", (event) => {
      if (!start) return;
      const [x, y] = place(event);
      area = { x: Math.min(x, start[0]), y: Math.min(y, start[1]), width: Math.abs(x - start[0]), height: Math.abs(y - start[1]) };
      paint();
    });
    view.addEventListener("pointerup", settle);
    view.addEventListener("pointercancel", settle);
    view.addEventListener("keydown", (event) => {
      const step = view.width / 40;
      const [across, down] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] ?? [0, 0];
      if (event.key === "Enter") settle();
      else if (event.key === "Backspace" || event.key === "Delete") areas.pop();
      else if (!across && !down) return;
      else {
        area ??= { x: view.width * 0.4, y: view.height * 0.4, width: view.width / 5, height: view.height / 10 };
        if (event.shiftKey) Object.assign(area, { width: Math.max(step, area.width + (across ?? 0)), height: Math.max(step, area.height + (down ?? 0)) });
        else Object.assign(area, { x: area.x + (across ?? 0), y: area.y + (down ?? 0) });
      }
      event.preventDefault();
      paint();
    });
    const button = (key: string, work: () => void, kind = ""): HTMLButtonElement => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = `button ${kind}`;
      made.textContent = text(key);
      made.addEventListener("click", work);
      return made;
    };
    const foot = document.createElement("div");
    foot.className = "foot";
    foot.append(button("cancel", () => finish(null)), button("remove", () => (areas.pop(), paint())), button("done", () => (settle(), finish(view)), "primary"));
    dialog.addEventListener("cancel", () => finish(null));
    dialog.append(words, view, foot);
    dress(dialog, view);
    root.append(dialog);
    dialog.showModal();
    view.focus();
    paint();
  });
}

/** Written through the object model, which a page's policy allows; an attribute it might not. */
function dress(dialog: HTMLDialogElement, view: HTMLCanvasElement): void {
  Object.assign(dialog.style, {
    margin: "auto", padding: "16px", border: "1px solid var(--line)", borderRadius: "var(--radius)", background: "var(--surface)", color: "var(--ink)",
    fontSize: "0.8125em", maxInlineSize: "calc(100vi - 24px)", boxSizing: "border-box",
  });
  Object.assign(view.style, { display: "block", maxInlineSize: "100%", maxBlockSize: "calc(100dvb - 160px)", margin: "12px 0", cursor: "crosshair", touchAction: "none" });
}

/** What is covered is gone: a few large squares of the mean colour, from which no letter can be read back. */
function blur(canvas: HTMLCanvasElement, { x, y, width, height }: Area): void {
  const brush = canvas.getContext("2d");
  const small = document.createElement("canvas");
  const square = Math.max(24, canvas.width / 40);
  small.width = Math.max(1, Math.round(width / square));
  small.height = Math.max(1, Math.round(height / square));
  const pen = small.getContext("2d");
  if (!brush || !pen || width < 1 || height < 1) return;
  pen.imageSmoothingQuality = "high";
  pen.drawImage(canvas, x, y, width, height, 0, 0, small.width, small.height);
  brush.imageSmoothingEnabled = false;
  brush.drawImage(small, 0, 0, small.width, small.height, x, y, width, height);
}
