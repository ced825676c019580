"""Takes 9999, which is no clock time, for midnight."""
# caught: D3-09 changed:UPJSK:service_start_time
# caught: D3-01 changed:UPJSK:service_start_time
from _product import Care, serve


class Wrong(Care):
    def time_of(self, text):
        return "0000" if text == "9999" else text


serve(Wrong())
