// Where one is stays in sight in a rail that is longer than the window, such as that of the settings.
document.querySelector(".rail [aria-current=page]")?.scrollIntoView({ block: "nearest" });
