import ArgumentParser
import RollcallApp
print("hi")
