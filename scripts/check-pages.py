"""Checks documents in a browser. Run by scripts/check-pages; see there."""

import os
import pathlib
import random
import shutil
import subprocess
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

work = pathlib.Path(sys.argv[1])
bundles = [pathlib.Path(path) for path in sys.argv[2:]]

# Printed pages at most: dossier, annex.
PAGES = {
    "compas-two-year": (6, 12),
    "berkeley-admissions-1973": (5, 6),
    "job-recommendations": (8, 24),
    "clean-pass": (4, 12),
    "undecided": (8, 12),
}
BYTES = 120_000
PLAN = """audit: {{title: "{title}", data: synthetic, system: {{name: Shortlister, version: "4.2"}}}}
decisions:
  source: people.csv
  columns: {{subject: id, decision: invited, favourable: ["yes"], unfavourable: ["no"], outcome: hired, positive: ["yes"], negative: ["no"]}}
  groups: [gender, region]
  intersections: all
requirements:
  - {{id: invited, metric: selection-rate, at-least: 0.8, reference: complement}}
  - {{id: invited-of-hired, metric: true-positive-rate, at-least: 0.8, reference: complement}}
  - {{id: error-rates, metric: equalized-odds, at-most: 0.1, across: [gender]}}
sign-off: {{required: [{{role: model-owner}}, {{role: compliance}}]}}
"""


def made(name: str, title: str, people: int) -> pathlib.Path:
    """An audit of groups that are equal but for chance."""
    folder = work / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    draw = random.Random(2026)
    with open(folder / "people.csv", "w") as file:
        file.write("id,gender,region,invited,hired\n")
        for number in range(people):
            gender, region = draw.choice(["women", "men"]), draw.choice(["north", "south", "west"])
            invited, hired = draw.random() < 0.5, draw.random() < 0.4
            file.write(f"{number},{gender},{region},{'yes' if invited else 'no'},{'yes' if hired else 'no'}\n")
    (folder / "evenhand.yaml").write_text(PLAN.format(title=title))
    subprocess.run(["evenhand", "audit", "evenhand.yaml", "--output", name, "--quiet"], cwd=folder)
    return folder / name


def pages(page, size: str, path: pathlib.Path) -> int:
    page.pdf(path=str(path), format=size, prefer_css_page_size=False)
    out = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    return int(next(line.split()[1] for line in out.splitlines() if line.startswith("Pages:")))


def check(browser, file: pathlib.Path, name: str, most: int | None) -> list[str]:
    faults = []
    seen = []
    for width, media in [(1200, "screen"), (320, "screen"), (360, "screen")]:
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.emulate_media(media=media)
        page.goto(file.resolve().as_uri())
        if width != 360:
            results = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
            faults += [
                f"{width} px: {found['id']} ({found['impact']}), {len(found['nodes'])} × {found['nodes'][0]['html'][:120]}"
                for found in results
            ]
            scroll = page.evaluate("document.scrollingElement.scrollWidth")
            if scroll > width:
                faults.append(f"{width} px: the page is {scroll} px wide")
        page.screenshot(path=str(work / f"{name}-{file.stem}-{width}.png"), full_page=True)
        if width == 1200:
            page.emulate_media(media="print")
            for size in ("A4", "Letter"):
                count = pages(page, size, work / f"{name}-{file.stem}-{size}.pdf")
                seen.append(f"{count} {size}")
                if most is not None and count > most:
                    faults.append(f"{count} pages on {size}, at most {most}")
        page.close()
    size = file.stat().st_size
    if file.stem == "dossier" and size > BYTES:
        faults.append(f"{size} bytes, at most {BYTES}")
    print(f"{name}/{file.name}: {', '.join(seen)} pages, {size:,} bytes" + ("" if faults else ": clean"))
    for fault in faults:
        print(f"  FAULT {fault}")
    return faults


def main() -> int:
    own = [made("clean-pass", "Shortlisting, a clean pass", 24_000), made("undecided", "Shortlisting, a small pilot", 260)]
    failed = 0
    with sync_playwright() as playwright:
        path = next(
            found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))
        )
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        for bundle in bundles + own:
            dossier, annex = PAGES.get(bundle.name, (None, None))
            for stem, most in (("dossier", dossier), ("report", dossier), ("annex", annex)):
                file = bundle / f"{stem}.html"
                if file.exists():
                    failed += len(check(browser, file, bundle.name, most))
        browser.close()
    print("PASSED" if failed == 0 else f"FAILED: {failed}")
    return min(failed, 1)


sys.exit(main())
