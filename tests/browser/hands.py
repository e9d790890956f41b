"""What a person does with the pages: signs in, takes an entry of the menu, presses, fills in.

Everything is found by the words on the screen, as a person finds it.
"""

import re

from playwright.sync_api import expect

from tests.cast import PASSWORD

# The machine that runs this may be slow; nothing here waits longer than it has to.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


class Desk:
    """One person in front of a browser of their own; `look` takes a picture and finds faults."""

    def __init__(self, page, look=None):
        self.page = page
        self.look = look
        page.set_default_timeout(PATIENCE)

    def sign_in(self, username):
        self.write("登录名", username)
        self.write("密码", PASSWORD)
        self.press("登录")
        expect(self.page).not_to_have_url(re.compile("/sign-in/"))

    def menu(self, label):
        """An entry of the menu; on a phone the menu is opened first."""
        opener = self.page.get_by_role("link", name="打开菜单")
        entries = self.page.get_by_role("navigation", name="主导航").get_by_role("link")
        # `is_visible` does not wait: asked while the page is still arriving it would say no.
        expect(opener.or_(entries).filter(visible=True).first).to_be_visible()
        if opener.is_visible():
            opener.click()
        whole = re.compile(rf"^\s*{label}\s*(\d|$)")  # with or without the number behind it
        entries.filter(has_text=whole).click()

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def follow(self, name, **kwargs):
        self.page.get_by_role("link", name=name, **kwargs).first.click()

    def unfold(self, summary):
        self.page.locator("summary", has_text=summary).first.click()

    def write(self, label, text):
        self.field(label).fill(text)

    def choose(self, label, option):
        self.field(label).select_option(label=option)

    def tick(self, group, option):
        """A radio button or checkbox by the title of its group and the beginning of its label."""
        box = self.page.get_by_role("group", name=group)
        box.locator("label", has_text=option).first.click()

    def field(self, label):
        """A field by its label, with or without the mark of a required one."""
        return self.page.get_by_label(label, exact=True).or_(
            self.page.get_by_label(f"{label}*", exact=True)
        )

    def show(self, name, *seen):
        """What is `seen` tells that the page asked for has come: only then it is judged."""
        assert seen
        self.sees(*seen)
        self.page.wait_for_load_state()
        self.look(self.page, name)

    def sees(self, *texts):
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def misses(self, *texts):
        for text in texts:
            expect(self.page.locator("main")).not_to_contain_text(text)

    def heading(self, text):
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(text)
