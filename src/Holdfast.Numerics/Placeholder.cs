namespace Holdfast.Numerics; static class Placeholder;
