/// A string catalogue as Xcode writes it, with each kind of entry.
enum StringCatalogueSample {
    static let text = #"""
        {
          "sourceLanguage" : "en",
          "strings" : {
            "" : {

            },
            "%lld players" : {
              "localizations" : {
                "en" : {
                  "variations" : {
                    "plural" : {
                      "one" : {
                        "stringUnit" : {
                          "state" : "translated",
                          "value" : "One player"
                        }
                      },
                      "other" : {
                        "stringUnit" : {
                          "state" : "new",
                          "value" : "%lld players"
                        }
                      },
                      "zero" : {
                        "stringUnit" : {
                          "state" : "translated",
                          "value" : "No player"
                        }
                      }
                    }
                  }
                }
              }
            },
            "%lld%%" : {

            },
            "Bare \"key\"" : {

            },
            "greeting" : {
              "comment" : "Not this",
              "extractionState" : "manual",
              "localizations" : {
                "de" : {
                  "stringUnit" : {
                    "state" : "translated",
                    "value" : "Hallo"
                  }
                },
                "en" : {
                  "stringUnit" : {
                    "state" : "translated",
                    "value" : "Hello %@"
                  }
                }
              }
            },
            "mixed" : {
              "localizations" : {
                "en" : {
                  "stringUnit" : {
                    "state" : "translated",
                    "value" : "%#@apples@ in the bag"
                  },
                  "substitutions" : {
                    "apples" : {
                      "argNum" : 1,
                      "formatSpecifier" : "lld",
                      "variations" : {
                        "plural" : {
                          "one" : {
                            "stringUnit" : {
                              "state" : "translated",
                              "value" : "%arg apple"
                            }
                          },
                          "other" : {
                            "stringUnit" : {
                              "state" : "translated",
                              "value" : "%arg apples"
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            },
            "new" : {
              "localizations" : {
                "ru" : {
                  "stringUnit" : {
                    "state" : "new",
                    "value" : ""
                  }
                }
              }
            },
            "Never this" : {
              "shouldTranslate" : false
            },
            "No longer used" : {
              "extractionState" : "stale"
            },
            "review" : {
              "localizations" : {
                "ru" : {
                  "stringUnit" : {
                    "state" : "needs_review",
                    "value" : "проверить"
                  }
                }
              }
            },
            "Tap" : {
              "localizations" : {
                "en" : {
                  "variations" : {
                    "device" : {
                      "mac" : {
                        "stringUnit" : {
                          "state" : "translated",
                          "value" : "Click"
                        }
                      },
                      "other" : {
                        "stringUnit" : {
                          "state" : "translated",
                          "value" : "Tap"
                        }
                      }
                    }
                  }
                }
              }
            }
          },
          "version" : "1.0"
        }
        """#
}
