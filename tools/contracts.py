"""A list of what a package may import becomes a contract: everything else breaks it.

A list of what is forbidden never ends; a list of what is allowed is short, and a name is put on it
on purpose.
"""

from collections.abc import Iterable

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

ARROW = " -> "


class OnlyContract(Contract):
    """What stands in a package imports itself, the allowed modules, and nothing else.

    Options: `package`; `allowed_modules`, each with all below it; `within`, a package that alone is
    looked at, whatever else is imported; `exceptions`, single imports written
    `one.module -> another`, each of which must be there.
    """

    type_name = "only"

    package = fields.StringField()
    allowed_modules = fields.SetField(subfield=fields.StringField())
    within = fields.StringField(required=False)
    exceptions = fields.SetField(subfield=fields.StringField(), required=False)

    def check(
        self,
        graph: ImportGraph,
        verbose: bool,  # house: boolean-positional - import-linter calls it so
    ) -> ContractCheck:
        """Every import that leaves the package and is not allowed."""
        output.verbose_print(verbose, f"Reading what {self.package} imports.")
        allowed = _names(self.allowed_modules) | {str(self.package)}
        excepted = _names(self.exceptions)
        leaving = {
            f"{importer}{ARROW}{imported}": (importer, imported)
            for importer in (str(self.package), *graph.find_descendants(str(self.package)))
            for imported in graph.find_modules_directly_imported_by(importer)
            if self._is_looked_at(imported)
            and not any(_is_within(imported, one) for one in allowed)
        }
        forbidden = [
            {"written": written, "lines": _lines(graph, *ends)}
            for written, ends in sorted(leaving.items())
            if written not in excepted
        ]
        unneeded = sorted(excepted - leaving.keys())
        return ContractCheck(
            kept=not forbidden and not unneeded,
            metadata={"forbidden": forbidden, "unneeded": unneeded},
        )

    def _is_looked_at(self, imported: str) -> bool:
        return self.within is None or _is_within(imported, str(self.within))

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Tell each import that is not allowed, and each exception that nothing needs."""
        for one in check.metadata["forbidden"]:
            output.print_error(f"- {one['written']} ({one['lines']}) is not allowed", bold=False)
        for written in check.metadata["unneeded"]:
            output.print_error(f"- nothing needs the exception {written}", bold=False)
        output.print_error("  Cure: take it as an argument, or leave it to a room outside.")


def _names(option: object) -> frozenset[str]:
    """The names in an option; none where it is left out."""
    return frozenset(map(str, option)) if isinstance(option, Iterable) else frozenset()


def _is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def _lines(graph: ImportGraph, importer: str, imported: str) -> str:
    details = graph.get_import_details(importer=importer, imported=imported)
    return ", ".join(f"line {detail['line_number']}" for detail in details)
