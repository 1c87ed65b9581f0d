namespace Holdfast.Simulation; static class Placeholder;
