"""DEV ONLY: pictures of the dev page. python dev/shot.py OUT URL-QUERY WIDTH HEIGHT [wait_ms] [js]"""
import sys
from playwright.sync_api import sync_playwright

out, query, width, height = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
wait = int(sys.argv[5]) if len(sys.argv) > 5 else 4000
script = sys.argv[6] if len(sys.argv) > 6 else ""
base = "http://127.0.0.1:5199/"
with sync_playwright() as p:
    browser = p.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking"])
    page = browser.new_page(viewport={"width": width, "height": height})
    page.on("console", lambda m: m.type in ("error", "warning") and "GPU stall" not in m.text and print("console:", m.text[:400]))
    page.on("pageerror", lambda e: print("pageerror:", str(e)[:600]))
    page.goto(base + query)
    page.wait_for_timeout(wait)
    if script:
        exec(script)
    page.screenshot(path=out)
    browser.close()
