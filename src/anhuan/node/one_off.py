"""Steps before the processes start, such as migrations: run to the end, then go on."""

import asyncio
from pathlib import Path

from anhuan.node.command import Command
from anhuan.node.trouble import Trouble

LAST_WORDS = 3


async def run_step(command: Command, log: Path) -> str:
    """Run the command to its end and answer what it printed on stdout.

    Raises `Trouble` with its last words when it failed; all of them are in `log`.
    """
    process = await asyncio.create_subprocess_exec(
        *command.argv,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        **command.popen_arguments(),
    )
    try:
        printed, said = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    await asyncio.to_thread(log.write_bytes, printed + said)
    if process.returncode:
        last = " | ".join(said.decode("utf-8", "replace").strip().splitlines()[-LAST_WORDS:])
        raise Trouble(
            f"{command.name} 失败: {last} (全文见 {log})",
            f"{command.name} failed; the whole story is in {log}",
        )
    return printed.decode("utf-8", "replace")
