"""Handing mails to the mail server, with the step that cannot be taken back as short as it can be.

A mail server has a message once it has answered the full stop at the end of DATA. So everything before that full stop
is done first; then ``before_end`` is called, which commits that the mail is being handed over; then the full stop goes
out. What fails before it has certainly not arrived, what is answered after it has a certain answer, and only a
connection that breaks in between leaves it unclear.
"""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from heliu.activity.delivery.outcomes import Outcome, Result

PERMANENT = 500
_GOODBYE = 421
"""The server closes the connection."""
_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_LINE_OF_A_STOP = re.compile(rb"^\.", re.MULTILINE)
_NO_SUCH_MAILBOX = (550, 551, 553)


class Postman:
    """A connection to the mail server for several mails; opened when the first is sent, closed by ``close``."""

    def __init__(self) -> None:
        self._backend: Any = None

    def send(self, message: EmailMessage, before_end: Callable[[], None]) -> Outcome:
        """Try to send one mail to its one recipient. Raises only what ``before_end`` raises."""
        try:
            backend = self._open()
        except (OSError, smtplib.SMTPException, ValueError) as error:
            self._hang_up()
            return Outcome(Result.LATER, _code(error), _words(error), lane_down=True)
        smtp = backend.connection if isinstance(backend, EmailBackend) else None
        if smtp is None:
            return _by_other_means(backend, message, before_end)
        try:
            outcome = _by_smtp(smtp, message, before_end)
        except BaseException:
            # In the middle of a message nothing else can be said over this connection, not even goodbye.
            self._hang_up()
            raise
        if outcome.lane_down:
            self._hang_up()
        return outcome

    def _open(self) -> Any:
        if self._backend is None:
            self._backend = get_connection()
            self._backend.open()
            if isinstance(self._backend, EmailBackend) and self._backend.connection is not None:
                self._backend.connection.ehlo_or_helo_if_needed()
        elif isinstance(self._backend, EmailBackend) and not _alive(self._backend.connection):
            # The server has hung up since the last mail.
            self._hang_up()
            return self._open()
        return self._backend

    def close(self) -> None:
        """Say goodbye to the server, if it still listens."""
        backend, self._backend = self._backend, None
        if backend is not None:
            backend.fail_silently = True
            backend.close()

    def _hang_up(self) -> None:
        """Leave the connection without a word."""
        backend, self._backend = self._backend, None
        smtp = getattr(backend, "connection", None)
        if smtp is not None:
            smtp.close()


def _alive(smtp: smtplib.SMTP | None) -> bool:
    if smtp is None:
        return False
    try:
        return smtp.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


def _by_other_means(backend: Any, message: EmailMessage, before_end: Callable[[], None]) -> Outcome:
    """The console, a file or the tests' memory: what is done in one step cannot be asked in between."""
    before_end()
    try:
        backend.send_messages([message])
    except OSError as error:
        return Outcome(Result.LATER, None, _words(error), lane_down=True)
    return Outcome(Result.SENT)


def _by_smtp(smtp: smtplib.SMTP, message: EmailMessage, before_end: Callable[[], None]) -> Outcome:
    whole: Any = message.message()  # Django's own kind, which knows line ends
    body = _LINE_OF_A_STOP.sub(b"..", whole.as_bytes(linesep="\r\n"))
    try:
        refused = _envelope(smtp, message)
        if refused is not None:
            return refused
        code, answer = smtp.docmd("data")
        if code != 354:
            return _answered(smtp, code, answer)
        smtp.send(body if body.endswith(b"\r\n") else body + b"\r\n")
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(Result.LATER, _code(error), _words(error), lane_down=True)
    before_end()
    try:
        smtp.send(b".\r\n")
        code, answer = smtp.getreply()
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(Result.UNCLEAR, _code(error), _words(error), lane_down=True)
    return _answered(smtp, code, answer)


def _envelope(smtp: smtplib.SMTP, message: EmailMessage) -> Outcome | None:
    """Name sender and recipient; an outcome where one of them is refused."""
    encoding = message.encoding or settings.DEFAULT_CHARSET
    code, answer = smtp.mail(sanitize_address(message.from_email, encoding))
    if code != 250:
        outcome = _answered(smtp, code, answer)
        # A sender that the server does not take is the operator's to mend, not the person's fault: no mail goes out.
        return Outcome(Result.LATER, outcome.status, outcome.problem, lane_down=True)
    [recipient] = message.recipients()
    code, answer = smtp.rcpt(sanitize_address(recipient, encoding))
    if code in (250, 251):
        return None
    outcome = _answered(smtp, code, answer)
    if outcome.result == Result.REFUSED and is_bad_address(code, outcome.problem):
        return Outcome(Result.REFUSED, code, outcome.problem, bad_address=True)
    return outcome


def _answered(smtp: smtplib.SMTP, code: int, answer: bytes) -> Outcome:
    """What a reply to a command or to the message means; whatever is left of a transaction is taken back."""
    problem = f"{code} {answer.decode('utf-8', 'replace')}"
    if 200 <= code < 300:
        return Outcome(Result.SENT, code)
    down = code in (_GOODBYE, -1)
    if not down:
        try:
            smtp.rset()
        except (OSError, smtplib.SMTPException):
            down = True
    if code >= PERMANENT:
        return Outcome(Result.REFUSED, code, problem, lane_down=down)
    return Outcome(Result.LATER, code if code > 0 else None, problem, lane_down=down)


def is_bad_address(code: int, answer: str) -> bool:
    """Whether a refused recipient means that there is no such mailbox, and not a policy or a full one.

    RFC 3463: class 5, subject 1 is about the address, 5.2.1 a mailbox that is switched off. Where the server gives no
    such code, 550, 551 and 553 mean it (RFC 5321).
    """
    found = _ENHANCED.search(answer)
    if found is None:
        return code in _NO_SUCH_MAILBOX
    kind, subject, detail = (int(part) for part in found.groups())
    return kind == 5 and (subject == 1 or (subject, detail) == (2, 1))


def _code(error: Exception) -> int | None:
    code = getattr(error, "smtp_code", None)
    return code if isinstance(code, int) and code > 0 else None


def _words(error: Exception) -> str:
    answer = getattr(error, "smtp_error", b"")
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    code = _code(error)
    return f"{code} {text}".strip() if code else f"{type(error).__name__}: {error}"
