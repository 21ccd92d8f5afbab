"""Forms of signing in and of one's account."""

from .sign_in import (
    AddEmailForm,
    ChangePasswordForm,
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    ConfirmPasswordResetCodeForm,
    LoginForm,
    ReauthenticateForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
    SignupForm,
)
from .two_factor import (
    ActivateTOTPForm,
    AddWebAuthnForm,
    AuthenticateForm,
    SecondFactorReauthenticateForm,
    SignupWebAuthnForm,
)

__all__ = [
    "ActivateTOTPForm",
    "AddEmailForm",
    "AddWebAuthnForm",
    "AuthenticateForm",
    "ChangePasswordForm",
    "ConfirmEmailVerificationCodeForm",
    "ConfirmLoginCodeForm",
    "ConfirmPasswordResetCodeForm",
    "LoginForm",
    "ReauthenticateForm",
    "RequestLoginCodeForm",
    "ResetPasswordForm",
    "ResetPasswordKeyForm",
    "SecondFactorReauthenticateForm",
    "SetPasswordForm",
    "SignupForm",
    "SignupWebAuthnForm",
]
