"""YAML text as a plain mapping, with the line of every key and without YAML's guesses.

Scalars stay text until the descriptions read them (YAML would turn `on` into true and `1:30` into
90); duplicate keys are refused and aliases limited.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from mcsim.errors import InputError, McsimError, shown
from mcsim.schema.description import Description
from mcsim.schema.messages import cause, explain
from mcsim.schema.text_file import as_path, read_text

MAX_CHARACTERS = 20_000_000
MAX_NODES = 200_000
MAX_DEPTH = 40
_STANDARD_TAG = "tag:yaml.org,2002:"
_PLAIN_TAGS = {"str", "int", "float", "bool", "null", "timestamp", "merge", "value", "map", "seq"}
_NULL_TAG = _STANDARD_TAG + "null"
_MERGE_TAG = _STANDARD_TAG + "merge"

D = TypeVar("D", bound=Description)
KeyPath = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """A YAML file: its plain data, text, and where each key stands.

    Attributes:
        data: mappings, lists, text and None.
        text: the file's text.
        file: its name, for messages.
        lines: line (from 1) of each key or list item by its path.
    """

    data: dict[str, Any]
    text: str
    file: str
    lines: dict[KeyPath, int]

    @property
    def folder(self) -> Path:
        """Folder that relative paths in the file start from."""
        return Path(self.file).parent

    def line_of(self, path: KeyPath) -> int:
        """Line of a key, or of the nearest key above it that is in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def error_at(self, path: KeyPath, message: str) -> InputError:
        """An error with its file, line and key."""
        return InputError(message, self.file, self.line_of(path), ".".join(str(step) for step in path))

    def locate(self, error: McsimError) -> McsimError:
        """The same error with file and line filled in from its key, unless it names a file already."""
        if error.file is not None:
            return error
        if not error.key:
            return error.at(self.file)
        steps = error.key.split(".")
        path = tuple(int(step) if step.isdecimal() else step for step in steps)
        return error.at(self.file, self.line_of(path))

    def read_as(self, kind: type[D]) -> D:
        """The description in the file.

        Raises:
            InputError: something is wrong; with file, line and key.
        """
        try:
            return kind.model_validate(self.data, context={"folder": self.folder})
        except ValidationError as error:
            own = cause(error)
            if own is not None and own.file is not None:
                raise own from None
            raise self.error_at(*explain(error, self.data)) from None
        except McsimError as error:
            raise self.locate(error) from None


def read_document(path: str | Path) -> Document:
    """Read a YAML file whose top level is a mapping.

    Raises:
        InputError: the file cannot be read, or is no such YAML.
    """
    text = read_text(as_path(path), MAX_CHARACTERS)
    return parse_document(text, str(path))


def parse_document(text: str, file: str) -> Document:
    """Read YAML text whose top level is a mapping; `file` names it in messages.

    Raises:
        InputError: it is no such YAML.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else None
        raise InputError(f"this is not YAML: {_one_line(error)}", file, line) from None
    except yaml.YAMLError as error:
        raise InputError(f"this is not YAML: {' '.join(str(error).split())}", file) from None
    except RecursionError:
        raise InputError("this is nested too deeply", file) from None
    if root is None or root.tag == _NULL_TAG:
        raise InputError("the file is empty; `mcsim schema` says what belongs in it", file, 1)
    if not isinstance(root, yaml.MappingNode):
        what = "a list" if isinstance(root, yaml.SequenceNode) else "plain text"
        line = root.start_mark.line + 1
        raise InputError(f"the file holds {what} where keys are needed, such as 'geometry:'", file, line)
    reader = _Reader(file)
    data = reader.plain(root, ())
    assert isinstance(data, dict)
    return Document(data, text, file, reader.lines)


class _Reader:
    """Turns YAML nodes into plain data and notes where they stand."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[KeyPath, int] = {}
        self.nodes = 0
        self.open: list[yaml.Node] = []

    def plain(self, node: yaml.Node, path: KeyPath) -> Any:
        if any(node is outer for outer in self.open):
            raise self._error(node, path, "the alias (*name) stands inside of what it means")
        self.open.append(node)
        plain = self._plain(node, path)
        self.open.pop()
        return plain

    def _plain(self, node: yaml.Node, path: KeyPath) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES or len(path) > MAX_DEPTH:
            raise self._error(node, path, "too many nested keys or aliases (&name, *name)")
        if node.tag.removeprefix(_STANDARD_TAG) not in _PLAIN_TAGS:
            raise self._error(node, path, f"the tag {shown(node.tag)} has no meaning here; leave it out")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._item(item, (*path, number)) for number, item in enumerate(node.value)]
        return None if node.tag == _NULL_TAG else node.value

    def _item(self, node: yaml.Node, path: KeyPath) -> Any:
        self.lines[path] = node.start_mark.line + 1
        return self.plain(node, path)

    def _mapping(self, node: yaml.MappingNode, path: KeyPath) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self._error(key, path, "a key must be a plain word")
            if key.tag == _MERGE_TAG:
                raise self._error(key, path, "merge keys (<<) are not supported; write the keys out")
            here = (*path, key.value)
            if mapping and node.flow_style and _has_no_value(value):
                self._complain_of_commas(node, path, next(reversed(mapping)))
            if key.value in mapping:
                first = self.lines[here]
                raise self._error(key, here, f"stands here a second time (first on line {first}); remove one")
            self.lines[here] = key.start_mark.line + 1
            mapping[key.value] = self.plain(value, here)
        return mapping

    def _complain_of_commas(self, node: yaml.MappingNode, path: KeyPath, name: str) -> None:
        """Inside braces `size: 30, 30, 30 cm` is a key with a value and two keys without."""
        keys = [key.value for key, _ in node.value]
        after = node.value[keys.index(name) + 1 :]
        items = [node.value[keys.index(name)][1].value]
        items += [key.value for key, _ in takewhile(lambda pair: _has_no_value(pair[1]), after)]
        message = "a comma ends the value inside braces; put a list in quotes, as in "
        raise self._error(node, (*path, name), f'{message}{name}: "{", ".join(items)}"')

    def _error(self, node: yaml.Node, path: KeyPath, message: str) -> InputError:
        return InputError(message, self.file, node.start_mark.line + 1, ".".join(str(step) for step in path))


def _has_no_value(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == _NULL_TAG and node.value == ""


def _one_line(error: yaml.MarkedYAMLError) -> str:
    parts = [part for part in (error.context, error.problem) if part]
    text = ", ".join(" ".join(part.split()) for part in parts)
    if "mapping values are not allowed" in text:
        text += "; put text that holds ': ' in quotes, and check the indentation"
    return text
