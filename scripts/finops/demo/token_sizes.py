"""How many tokens requests have: quantiles of two real services.

Computed from the Azure LLM inference traces of 2023 (AzurePublicDataset, CC BY 4.0,
https://github.com/Azure/AzurePublicDataset): 19,366 requests of a conversation service and 8,819 of a code
completion service. Restated here as the 41 quantiles from 0 to 100 % in steps of 2.5 %; between two of them
sizes are drawn evenly.
"""

# fmt: off
QUANTILES = {
    ("conv", "context"): (
        2, 120, 181, 200, 207, 235, 372, 379, 387, 393, 396, 400, 403, 407, 414, 428, 703, 922, 984, 1005,
        1020, 1034,
        1045, 1058, 1071, 1083, 1097, 1112, 1130, 1153, 1189, 1277, 1315, 1434, 1877, 2310, 2735, 4075, 4083,
        4092,
        14050,
    ),
    ("conv", "generated"): (
        7, 28, 41, 48, 54, 60, 67, 72, 77, 82, 85, 88, 91, 93, 96, 99, 103, 108, 113, 120, 129, 139, 151, 162,
        177,
        195, 217, 373, 384, 391, 395, 396, 400, 406, 411, 416, 424, 430, 451, 522, 1000,
    ),
    ("code", "context"): (
        3, 44, 75, 102, 147, 185, 232, 299, 385, 484, 578, 679, 770, 863, 938, 1016, 1075, 1153, 1261, 1370,
        1469,
        1585, 1690, 1798, 1909, 2048, 2164, 2305, 2433, 2578, 2745, 2942, 3193, 3538, 3923, 4434, 5194, 6097,
        7315,
        7435, 7437,
    ),
    ("code", "generated"): (
        6, 6, 6, 6, 7, 7, 7, 8, 8, 9, 9, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 16, 16, 18, 19, 20,
        22, 24,
        26, 29, 33, 39, 46, 55, 69, 90, 145, 1899,
    ),
}
# fmt: on
