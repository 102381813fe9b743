package drawing

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

type point struct{ x, y int }

// path writes the points as an SVG path with round corners.
func path(points []point) string {
	points = slices.Compact(points)
	var b strings.Builder
	fmt.Fprintf(&b, "M%d %d", points[0].x, points[0].y)
	for i := 1; i < len(points)-1; i++ {
		before, at, after := points[i-1], points[i], points[i+1]
		r := min(6, length(before, at)/2, length(at, after)/2)
		from, to := toward(at, before, r), toward(at, after, r)
		fmt.Fprintf(&b, "L%d %dQ%d %d %d %d", from.x, from.y, at.x, at.y, to.x, to.y)
	}
	end := points[len(points)-1]
	fmt.Fprintf(&b, "L%d %d", end.x, end.y)
	return b.String()
}

func length(a, b point) int { return max(a.x-b.x, b.x-a.x) + max(a.y-b.y, b.y-a.y) }

// toward is the point so many pixels from a on the way to b, one of whose
// coordinates a has too.
func toward(a, b point, pixels int) point {
	return point{a.x + pixels*cmp.Compare(b.x, a.x), a.y + pixels*cmp.Compare(b.y, a.y)}
}

// head writes an arrow's head that points right (1) or left (-1).
func head(at point, direction int) string {
	return fmt.Sprintf("M%d %dl%d -4v8z", at.x, at.y, -7*direction)
}
