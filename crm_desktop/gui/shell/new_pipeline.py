"""The dialog of a new pipeline: what to begin with, and its name.

Opened by the settings, and by the page of deals where there is no pipeline yet. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from crm_desktop.backend.work import Outcome
from crm_desktop.core.errors import Invalid
from crm_desktop.core.i18n import _, current_language
from crm_desktop.features.pipelines.commands import CreateFromTemplate, CreatePipeline
from crm_desktop.features.pipelines.templates import CURRENCIES
from crm_desktop.features.pipelines.usual import TEMPLATES
from crm_desktop.gui.bridge.bridge import Bridge
from crm_desktop.gui.bridge.faults import words_for
from crm_desktop.gui.kit.form import RecordForm
from crm_desktop.gui.kit.form_dialog import FormDialog
from crm_desktop.gui.kit.form_field import FormEntry, FormField
from crm_desktop.gui.kit.painted import plain_label

_UNDER_WORDS = 24
EMPTY = ""
"""The choice of a pipeline without stages."""


class NewPipelineDialog(FormDialog):
    """``made`` gives the id of the new pipeline."""

    made = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(RecordForm(), _("Create pipeline"), _("Cancel"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("New pipeline"))
        self._bridge = bridge
        self.templates = _Templates()
        self.name = FormField(_("Name of the pipeline"))
        self.form.add("template", self.templates)
        self.form.add("name", self.name)
        self._suggested = ""
        self.templates.changed.connect(self._suggest)
        self._suggest()
        self.save.clicked.connect(self._create)

    def _suggest(self) -> None:
        """The template's own name, unless another one was typed."""
        if self.name.text in ("", self._suggested):
            template = TEMPLATES.get(self.templates.value())
            self._suggested = template.name.of(current_language()) if template else ""
            self.name.load(self._suggested)

    def _create(self) -> None:
        self.save.setEnabled(False)
        self._bridge.execute(self._command(), then=self._done, failed=self._fail, owner=self)

    def _command(self) -> CreateFromTemplate | CreatePipeline:
        language, name = current_language(), self.name.text
        if code := self.templates.value():
            return CreateFromTemplate(code, "" if name == self._suggested else name, language)
        return CreatePipeline({"name": name, "currency": CURRENCIES[language]})

    def _done(self, outcome: Outcome) -> None:
        self.made.emit(str(outcome.result))
        self.accept()

    def _fail(self, error: BaseException) -> None:
        self.save.setEnabled(True)
        if isinstance(error, Invalid) and error.field == "name":
            self.name.show_mistake(words_for(error))
        else:
            self.tell(words_for(error))
        self.fit()


class _Templates(FormEntry):
    """What there is to begin with, each with its stages."""

    def __init__(self) -> None:
        box = QWidget()
        super().__init__(_("Begin with"), box)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QRadioButton] = {}
        self._column = QVBoxLayout(box)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        language = current_language()
        for code, template in TEMPLATES.items():
            stages = " → ".join(one.name.of(language) for one in template.stages)
            self._add(code, template.name.of(language), stages)
        self._add(EMPTY, _("An empty pipeline"), _("You add the stages yourself."))
        first = next(iter(self.buttons.values()))
        first.setChecked(True)
        self.setFocusProxy(first)
        self._group.buttonToggled.connect(self._tell)

    def _add(self, code: str, words: str, stages: str) -> None:
        button = QRadioButton(words)
        button.setAccessibleDescription(stages)
        below = plain_label(stages, type="hint")
        below.setWordWrap(True)
        below.setContentsMargins(_UNDER_WORDS, 0, 0, 6)
        self.buttons[code] = button
        self._group.addButton(button)
        self._column.addWidget(button)
        self._column.addWidget(below)

    def _tell(self, _button: object, is_on: bool) -> None:
        if is_on:
            self.changed.emit()

    def value(self) -> str:
        """The code of the template; nothing for an empty pipeline."""
        return next((code for code, one in self.buttons.items() if one.isChecked()), EMPTY)

    def load(self, value: str | None) -> None:
        """Choose this one."""
        self.buttons[value or EMPTY].setChecked(True)


def ask_new_pipeline(
    bridge: Bridge, parent: QWidget, made: Callable[[str], object] | None = None
) -> NewPipelineDialog:
    """Open the dialog over the window; ``made`` gets the new id."""
    dialog = NewPipelineDialog(bridge, parent)
    if made is not None:
        dialog.made.connect(made)
    dialog.fit()
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.open()
    dialog.templates.setFocus(Qt.FocusReason.TabFocusReason)
    return dialog
