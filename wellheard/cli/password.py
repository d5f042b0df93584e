"""`wellheard password ADDRESS`: a way back in for somebody whose mail does not arrive."""

import argparse

from wellheard.cli import starting
from wellheard.cli.terminal import RefusedError, tell

NAME = "password"
HELP = "Print a link under which a staff member chooses a new password. It works once, for three days."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("address", metavar="ADDRESS", help="the mail address they sign in with")
    parser.add_argument(
        "--without-second-step",
        action="store_true",
        help="also take out their authenticator app, passkeys and recovery codes, all of which are lost",
    )


def run(options: argparse.Namespace) -> int:
    """Print the link."""
    starting.wake_django()
    with starting.joined_database():
        tell(link_for(options.address, takes_out_second_step=options.without_second_step))
    return 0


def link_for(address: str, *, takes_out_second_step: bool) -> str:
    """Return the link for somebody who works here. Raises RefusedError for anybody else."""
    from wellheard.foundation.text.clean import clean_email
    from wellheard.web.accounts.recovery import make_password_link, take_out_second_step
    from wellheard.workspace.models import Staff

    staff = Staff.objects.at_work().filter(email=clean_email(address)).first()
    if staff is None:
        raise RefusedError(f"Nobody with the address {address} works here. Look at Settings, Staff, for the right one.")
    if takes_out_second_step:
        take_out_second_step(staff)
    return make_password_link(staff)
