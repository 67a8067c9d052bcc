"""Puts the program into the wheel, which then is for one platform and any Python (`scripts/wheel`)."""

import os

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ProgramHook(BuildHookInterface):
    def initialize(self, version, build_data):
        program = os.environ.get("EVENHAND_PROGRAM")
        if program is None:
            return  # Without one the wheel is pure Python and finds the program on PATH.
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{os.environ['EVENHAND_PLATFORM']}"
        build_data["shared_scripts"][program] = "evenhand"
