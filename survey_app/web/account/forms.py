"""The forms of signing in, and of an invitation."""

from __future__ import annotations

import re

from flask_security.forms import LoginForm, TwoFactorRescueForm, TwoFactorSetupForm, TwoFactorVerifyCodeForm
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovSubmitInput
from wtforms import PasswordField, RadioField, SubmitField
from wtforms.validators import DataRequired, EqualTo

from survey_app.services.sign_in import AUTHENTICATOR, SHORTEST_PASSWORD
from survey_app.web.account.throttle import throttle
from survey_app.web.form_choices import choices

STAFF_PAGE = re.compile(r"/staff(/[\w/.-]*)?(\?[\w=&%.+-]*)?", re.ASCII)
TOO_MANY = "Too many tries went wrong. Wait 5 minutes, then try again."


class SignInForm(LoginForm):
    """Address and password; there is no "remember me" on a site like this."""

    remember = None  # type: ignore[assignment]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # Only ever to one of our own pages, whatever a link to this page says.
        if not STAFF_PAGE.fullmatch(self.next.data or ""):
            self.next.data = "/staff"

    def validate(self, **kwargs: object) -> bool:
        account = (self.email.data or "").strip().lower()
        if throttle.waits(account):
            self.form_errors.append(TOO_MANY)
            return False
        good: bool = super().validate(**kwargs)
        if not good and account and self.password.data:
            # Counted by address, so that an address we do not know waits just like one we do.
            throttle.failed(account)
        if good:
            throttle.succeeded(account)
        return good


class CodeForm(TwoFactorVerifyCodeForm):
    """The six digits, typed with or without spaces."""

    def validate(self, **kwargs: object) -> bool:
        self.code.data = "".join((self.code.data or "").split())
        good: bool = super().validate(**kwargs)
        return good


class SetUpForm(TwoFactorSetupForm):
    """There is one kind of second step, so there is nothing to choose."""

    setup = RadioField(choices=choices([(AUTHENTICATOR, "An app that shows codes")]), default=AUTHENTICATOR)


class RescueForm(TwoFactorRescueForm):
    """Only a recovery code helps: nobody is let in by a message."""

    help_setup = RadioField(choices=[])


class InvitationForm(FlaskForm):
    """A first password, typed twice."""

    password = PasswordField(
        "Choose a password",
        description=f"{SHORTEST_PASSWORD} characters or more. Three words that have nothing to do with each other "
        "are strong and easy to remember.",
        validators=[DataRequired("Enter a password.")],
        widget=GovPasswordInput(),
    )
    again = PasswordField(
        "Type it again",
        validators=[EqualTo("password", "The two passwords differ. Type the same one twice.")],
        widget=GovPasswordInput(),
    )
    submit = SubmitField("Set the password", widget=GovSubmitInput())
