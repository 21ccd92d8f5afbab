"""Forms of signing in and of one's account."""

from .sign_in import (
    AddEmailForm,
    ChangePasswordForm,
    ChangePhoneForm,
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
    VerifyPhoneForm,
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
    "ChangePhoneForm",
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
    "VerifyPhoneForm",
]
